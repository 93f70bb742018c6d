// Which columns matter: how much the loss rises when the values of a column are shuffled.
import { count, el, show } from '/web/dom.js';
import { bars } from '/web/quality.js';

const MOST = 8;
/** Milliseconds between two measurements of a training that plays. */
const PAUSE = 1500;

/** @param ask returns how much the network relies on each column at a step, or null */
export class Reliance {
  constructor(root, ask) {
    this.root = root;
    this.ask = ask;
    this.reset();
  }

  /** Forgets what was measured, for another training. */
  reset() {
    this.step = -1;
    this.last = 0;
    this.training = {};
    show(this.root, el('p', { class: 'small quiet' }, 'It is measured in a moment.'));
  }

  /** Measures a step; while the training plays, now and then. */
  async at(step, playing) {
    this.wanted = { step, playing };
    if (this.asking || step === this.step || playing && performance.now() - this.last < PAUSE) {
      return;
    }
    this.asking = true;
    const { training } = this;
    const found = await this.ask(step).catch(() => null).finally(() => {
      this.asking = false;
    });
    this.last = performance.now();
    if (found && training === this.training) {
      this.step = step;
      this.draw(found);
    }
    if (found && !this.wanted.playing && this.wanted.step !== this.step) {
      this.at(this.wanted.step, false);
    }
  }

  draw({ step, columns }) {
    show(this.root, bars(columns.slice(0, MOST).map(({ column, rise }) => [column, rise])),
    el('p', { class: 'small quiet' }, `By how much the loss on other rows rises if the column is shuffled among them, at step ${count(step)}.`
      + (columns.length > MOST ? ` The first ${MOST} of ${count(columns.length)} columns.` : '')));
  }
}
