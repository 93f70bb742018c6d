// Where the network errs: classes taken for others in a table, numbers beside their predictions in a picture.
import { onColors } from '/web/color.js';
import { brief, bytes, el, floats, show } from '/web/dom.js';
import { against, confusion, square } from '/web/quality.js';

/** A number counts as wrong if its prediction is off by this many typical errors. */
const FAR = 3;

/** Decodes the predictions of a frame, once. Returns { train, held, wrong(kind, i) } for the rows of the picture. */
export function decoded(frame, about) {
  const { mistakes } = frame;
  if (!mistakes.decoded) {
    const classes = about.table.task === 'classes';
    const read = classes ? bytes : floats;
    const found = { train: read(mistakes.train), held: read(mistakes.held) };
    found.wrong = (kind, i) => {
      const truth = about.grid[kind].truth[i];
      return classes ? found[kind][i] !== truth : Math.abs(found[kind][i] - truth) > FAR * mistakes.typical;
    };
    mistakes.decoded = found;
  }
  return mistakes.decoded;
}

/** @param picked called with the number of a row that a person chooses */
export class Mistakes {
  constructor(root, picked) {
    this.root = root;
    this.picked = picked;
    this.canvas = square();
    onColors(() => this.frame && this.draw(this.frame, this.about));
  }

  draw(frame, about) {
    this.frame = frame;
    this.about = about;
    if (about.table.task === 'classes') {
      show(this.root, ...confusion(frame.mistakes.confusion, about.table.labels, 'other rows'));
    } else {
      this.numbers(frame, about);
    }
  }

  numbers(frame, about) {
    const { typical } = frame.mistakes;
    const predictions = decoded(frame, about);
    const points = ['train', 'held'].flatMap(kind => about.grid[kind].rows.map((row, i) => ({ row, held: kind === 'held',
      truth: about.grid[kind].truth[i], answer: predictions[kind][i],
      color: predictions.wrong(kind, i) ? 'red' : kind === 'held' ? 'orange' : 'blue' })));
    const held = points.filter(each => each.held);
    const far = (held.length ? held : points).reduce((most, each) =>
      Math.abs(each.answer - each.truth) > Math.abs(most.answer - most.truth) ? each : most);
    const focused = this.root.contains(document.activeElement);
    show(this.root, el('p', { class: 'small' }, typical === null ? '' : `Other rows are off by ${brief(typical)} on average. `,
      'Farthest off in the picture: ', el('button', { type: 'button', class: 'word', title: 'Show this row step by step',
        click: () => this.picked(far.row) }, `${brief(far.truth)}, predicted as ${brief(far.answer)}`)),
    this.canvas, el('p', { class: 'small quiet' }, 'Across the true numbers, up the predicted ones; on the line they are'
      + ' the same. Orange squares are other rows, red ones are far off.'));
    if (focused) {
      this.root.querySelector('button').focus({ preventScroll: true });
    }
    against(this.canvas, points, `Predicted against true ${about.table.target}`);
  }
}
