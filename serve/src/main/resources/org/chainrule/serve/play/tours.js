// Two guided tours. Each changes the settings of the lesson, waits for the training, and compares.
import { brief, el, percent, show } from '/web/dom.js';

const WIDTHS = [1, 2, 3, 4, 6, 8, 16, 32];
// what the tours say of these trainings is tested (CourseTest)
const PLAIN = { decay: 0, dropout: 0, seed: 0 };
const WIDE = { ...PLAIN, activation: 'tanh', optimizer: 'adam', rate: 0.01, batch: 128, until: 3000 };
const LONG = { ...PLAIN, optimizer: 'momentum', rate: 0.1, batch: 32, until: 1500 };
const DEEP = [8, 8, 8, 8, 8, 8, 8, 8];

const DEPTHS = [
  { text: 'Eight layers of sigmoids', settings: { hidden: DEEP, activation: 'sigmoid' },
    tell: 'A sigmoid has a slope of at most 1/4. On the way back, the chain rule multiplies by it once for each layer, so the gradient that reaches the first layer is a tiny part of the last one. The first layers stand still, and the picture stays gray.' },
  { text: 'Two layers of sigmoids', settings: { hidden: [8, 8], activation: 'sigmoid' },
    tell: 'With two layers, the gradient arrives: fewer small factors. The network is not better, only shallower.' },
  { text: 'Eight layers of tanh', settings: { hidden: DEEP, activation: 'tanh' },
    tell: 'The slope of tanh is 1 in its middle. Far more of the gradient arrives through eight layers, and the network learns.' },
  { text: 'Eight layers of ReLU', settings: { hidden: DEEP, activation: 'relu' },
    tell: 'The slope of ReLU is 1 wherever a unit is on, and 0 where it is off. What comes back is either whole or nothing.' }];

/** @param page what a tour does to the page: sample(name, settings), change(settings), trained(), which returns the last frame; speed(marks) */
export class Tours {
  constructor(list, place, page) {
    this.place = place;
    this.page = page;
    this.turn = 0;
    show(list, this.card('A wide enough network draws any curve',
      'One hidden layer learns a sine with 1, 2, 3, up to 32 neurons. Watch the error fall with the width.', () => this.width()),
    this.card('Why deep networks need care',
      'Eight layers of sigmoids, and the gradient that gets lost on its way back; then what helps.', () => this.depth()));
  }

  card(title, text, begin) {
    return el('div', {}, el('h3', {}, title), el('p', {}, text),
      el('button', { type: 'button', click: begin }, 'Begin the tour'));
  }

  begin(title) {
    this.turn++;
    const { turn } = this;
    this.title = title;
    this.place.hidden = false;
    this.place.scrollIntoView({ block: 'start' });
    return () => turn === this.turn;
  }

  end() {
    this.turn++;
    this.place.hidden = true;
    show(this.place);
  }

  tell(words, rows, next = null) {
    const focused = this.place.contains(document.activeElement);
    show(this.place, el('h2', { tabindex: -1 }, this.title), el('p', { 'aria-live': 'polite' }, words), rows, el('p', { class: 'row' },
      next, el('button', { type: 'button', click: () => this.end() }, 'End the tour')));
    if (focused) {
      (this.place.querySelector('button.main') ?? this.place.querySelector('button')).focus();
    }
  }

  bars(rows, back) {
    const logs = rows.map(row => Math.log10(Math.max(1e-12, row.value ?? 1e-12)));
    const low = Math.min(...logs, -3) - 0.3;
    const high = Math.max(...logs, 0);
    return el('div', { class: 'bars', role: 'list' }, rows.flatMap((row, k) => [
      el('span', { role: 'listitem' }, row.label),
      el('span', {}, el('div', { class: back ? 'bar back' : 'bar', style: `width:${100 * (logs[k] - low) / (high - low)}%` })),
      el('span', {}, row.text)]));
  }

  /** Universal approximation: the error of one hidden layer against its width. */
  async width() {
    const here = this.begin('A wide enough network draws any curve');
    const rows = [];
    const show = words => this.tell(words, this.bars(rows, false));
    show('A network with one hidden layer adds up bends: each neuron gives one. The table is a sine with noise.');
    for (const units of WIDTHS) {
      const settings = { ...WIDE, hidden: [units] };
      await (units === WIDTHS[0] ? this.page.sample('sine', settings) : this.page.change(settings));
      await this.page.speed(1000);
      const { held } = await this.page.trained(here);
      if (!here()) {
        return;
      }
      rows.push({ label: `${units} neuron${units === 1 ? '' : 's'}`, value: held[0], text: `error ${brief(held[0])}` });
      show(units < 4 ? `With ${units}, the curve can bend ${units === 1 ? 'once' : `${units} times`}: too few for this sine.`
        : units < 16 ? `With ${units} neurons the curve begins to follow the sine.`
          : 'The error has almost come down to the noise of the table, which no network can predict.');
    }
    show('The wider the layer, the closer the curve. That any continuous curve can be reached in this way is the universal approximation theorem (Cybenko, 1989; Hornik and others, 1989). It says nothing about how long learning takes, or how well it guesses beyond the table. The bars are logarithmic; each network took 3,000 steps.');
  }

  /** Depth: the gradient of each layer, for several activations. */
  async depth() {
    const here = this.begin('Why deep networks need care');
    await this.stop(0, [], here);
  }

  async stop(place, found, here) {
    const stop = DEPTHS[place];
    const settings = { ...LONG, ...stop.settings };
    await (place === 0 ? this.page.sample('circles', settings) : this.page.change(settings));
    await this.page.speed(60);
    const first = [];
    const result = await this.page.trained(here, frame => {
      first[0] ??= frame.gradients;
      this.tell(`${stop.text}, learning circles. The bars show the gradient that reaches each layer, on a logarithmic scale, at step ${frame.step}.`,
        this.layers(frame.gradients));
    });
    if (!here()) {
      return;
    }
    const ratio = first[0] ? first[0][0] / first[0].at(-1) : null;
    found.push({ label: stop.text, ratio, score: result.held[1] });
    const table = el('table', {}, el('caption', {}, 'So far'), el('thead', {}, el('tr', {},
      ['network', 'gradient of the first layer, as a part of the last one, at the start', 'right after 1,500 steps']
        .map((text, k) => el('th', { scope: 'col', class: k ? 'r' : '' }, text)))),
    el('tbody', {}, found.map(each => el('tr', {}, el('td', {}, each.label), el('td', { class: 'r' }, brief(each.ratio, 2)),
      el('td', { class: 'r' }, percent(each.score))))));
    const next = place + 1 < DEPTHS.length
      ? el('button', { type: 'button', class: 'main', click: () => this.stop(place + 1, found, here) }, `Next: ${DEPTHS[place + 1].text}`)
      : null;
    this.tell(stop.tell, el('div', {}, this.layers(result.gradients), el('div', { class: 'scroll' }, table)), next);
  }

  layers(gradients) {
    const last = gradients.length - 1;
    return this.bars(gradients.map((value, k) => ({ label: k === last ? 'output' : `layer ${k + 1}`, value,
      text: brief(value, 2) })), true);
  }
}
