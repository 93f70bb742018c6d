// Where the network errs: classes taken for others in a table, numbers beside their predictions in a picture.
import { color, css, ink, mix, onColors } from '/web/color.js';
import { brief, bytes, context, count, el, floats, show } from '/web/dom.js';

const SIZE = 230;
const DOT = 2.4;
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
    this.canvas = el('canvas', { class: 'against', role: 'img', style: `width:${SIZE}px;height:${SIZE}px` });
    onColors(() => this.frame && this.draw(this.frame, this.about));
  }

  draw(frame, about) {
    this.frame = frame;
    this.about = about;
    if (about.table.task === 'classes') {
      this.classes(frame.mistakes.confusion, about.table.labels);
    } else {
      this.numbers(frame, about);
    }
  }

  classes(counts, labels) {
    const all = counts.flat().reduce((sum, each) => sum + each, 0);
    let worst = { times: 0 };
    let wrong = 0;
    counts.forEach((line, truth) => line.forEach((times, answer) => {
      if (truth !== answer) {
        wrong += times;
        worst = times > worst.times ? { times, truth, answer } : worst;
      }
    }));
    const words = all === 0 ? 'There are no other rows to check it on.'
      : wrong === 0 ? `All ${count(all)} other rows are right.`
        : `${count(wrong)} of ${count(all)} other rows are wrong. Most often ${labels[worst.truth]} is taken for `
          + `${labels[worst.answer]}: ${count(worst.times)} of ${count(counts[worst.truth].reduce((a, b) => a + b, 0))}.`;
    const cell = (times, truth, answer) => {
      const share = times / Math.max(1, counts[truth].reduce((a, b) => a + b, 0));
      const fill = mix(color('ground'), color(truth === answer ? 'blue' : 'red'), times === 0 ? 0 : 0.1 + 0.75 * share);
      return el('td', { class: 'r', style: `background:${css(fill)};color:${ink(fill)}` }, times === 0 ? '' : count(times));
    };
    show(this.root, el('p', { class: 'small' }, words), el('div', { class: 'scroll' }, el('table', { class: 'confusion' },
      el('thead', {}, el('tr', {}, el('th', {}, 'is, taken for'), labels.map(label => el('th', { scope: 'col', class: 'r' }, label)))),
      el('tbody', {}, counts.map((line, truth) => el('tr', {}, el('th', { scope: 'row' }, labels[truth]),
        line.map((times, answer) => cell(times, truth, answer))))))));
  }

  numbers(frame, about) {
    const { typical } = frame.mistakes;
    const predictions = decoded(frame, about);
    const points = ['train', 'held'].flatMap(kind => about.grid[kind].rows.map((row, i) =>
      ({ row, held: kind === 'held', truth: about.grid[kind].truth[i], answer: predictions[kind][i], wrong: predictions.wrong(kind, i) })));
    const held = points.filter(each => each.held);
    const far = (held.length ? held : points).reduce((most, each) =>
      Math.abs(each.answer - each.truth) > Math.abs(most.answer - most.truth) ? each : most);
    show(this.root, el('p', { class: 'small' }, typical === null ? '' : `Other rows are off by ${brief(typical)} on average. `,
      'The farthest of the picture: ', el('button', { type: 'button', class: 'word', click: () => this.picked(far.row) },
        `${brief(far.truth)}, predicted as ${brief(far.answer)}`), '.'),
    this.canvas, el('p', { class: 'small quiet' }, 'Across: the number of each row. Up: what is predicted. On the line, both are the same; squares are other rows.'));
    this.canvas.setAttribute('aria-label', `Predicted against true ${about.table.target}`);
    const drawing = context(this.canvas, SIZE, SIZE);
    const truths = points.map(each => each.truth);
    const [low, high] = [Math.min(...truths), Math.max(...truths)];
    const place = value => 8 + (SIZE - 16) * Math.max(-0.03, Math.min(1.03, (value - low) / (high - low || 1)));
    drawing.strokeStyle = css(color('quiet'));
    drawing.beginPath();
    drawing.moveTo(0, SIZE);
    drawing.lineTo(SIZE, 0);
    drawing.stroke();
    points.forEach(each => {
      const [x, y] = [place(each.truth), SIZE - place(each.answer)];
      drawing.fillStyle = css(color(each.wrong ? 'red' : each.held ? 'orange' : 'blue'), 0.75);
      drawing.beginPath();
      if (each.held) {
        drawing.rect(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
      } else {
        drawing.arc(x, y, DOT, 0, 2 * Math.PI);
      }
      drawing.fill();
    });
  }
}
