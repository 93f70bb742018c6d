// How one weight has changed: its value at the steps so far.
import { MarkChart } from '/web/chart.js';
import { brief, count, el, show } from '/web/dom.js';

export class WeightCurve {
  /** @param ask returns { curve: [[step, value], ...] }, or null */
  constructor(root, ask) {
    this.root = root;
    this.ask = ask;
    this.points = [];
    this.chosen = null;
    root.hidden = true;
    this.title = el('h3', {});
    this.said = el('p', { class: 'small' });
    const place = el('div', { role: 'img', 'aria-label': 'The weight at the steps so far' });
    show(root, this.title, this.said, place);
    this.chart = new MarkChart(place, { height: 150, log: false, name: at => count(this.points[at]?.[0] ?? 0),
      series: [{ label: 'value after each step', color: 'blue' }] });
  }

  hide() {
    this.chosen = null;
    this.root.hidden = true;
  }

  /** Shows a weight. @param weight { gap, from, unit, origin, words } */
  async show(weight) {
    this.chosen = weight;
    const found = await this.ask(weight.gap, weight.origin, weight.unit);
    if (found && this.chosen === weight) {
      this.points = found.curve;
      this.root.hidden = false;
      this.title.textContent = weight.words.charAt(0).toUpperCase() + weight.words.slice(1);
      this.draw();
    }
  }

  /** Tells the value at the step that the page looks at, which may be a new one. */
  now(step, value) {
    this.step = step;
    this.value = value;
    if (this.points.length > 0 && step > this.points.at(-1)[0]) {
      this.points.push([step, value]);
    }
    this.draw();
  }

  draw() {
    if (this.root.hidden || this.points.length === 0) {
      return;
    }
    const values = this.points.map(each => each[1]);
    const known = values.filter(value => value !== null);
    this.said.textContent = `It began at ${brief(values[0])} and is ${brief(this.value)} at step ${count(this.step)}; `
      + `it was between ${brief(Math.min(...known))} and ${brief(Math.max(...known))}.`;
    this.chart.update([values], this.points.findLastIndex(each => each[0] <= this.step));
  }
}
