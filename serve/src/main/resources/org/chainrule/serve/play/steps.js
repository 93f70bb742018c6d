// One row, step by step: forward through every node, the loss, back by the chain rule, and the update. All numbers come
// from the server, where the library computed them.
import { color, css, ink, mix, signed } from '/web/color.js';
import { brief, el, floats, show } from '/web/dom.js';
import { NetworkView } from '/web/network.js';
import { layersOf } from './neurons.js';
import { backward, forward, loss, update } from './formulas.js';

/** @param actions walk(row), which returns the numbers, and chosen(row) */
export class StepByStep {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.row = -1;
    this.at = 0;
    this.unit = 0;
    this.drawing = el('div', { role: 'group', 'aria-label': 'The network with the numbers of the row' });
    this.view = new NetworkView(this.drawing, (layer, unit) => this.pick(layer, unit), true);
    this.view.resized = () => this.walk && this.paint();
    this.stages = el('div', { class: 'stages', role: 'group', 'aria-label': 'The way of the row' });
    this.words = el('div', { 'aria-live': 'polite' });
    this.head = el('div', { class: 'row noprint' });
    this.numbers = el('div', { class: 'walk' }, this.drawing, this.words);
    show(root, this.head, this.hint = el('p', {}, 'Every node shows its value for one row. Then the chain rule carries the loss back, node by node, and each weight moves a little.'), this.stages, this.numbers);
  }

  show(about) {
    this.about = about;
    this.walk = null;
    this.view.shape(layersOf(about), about.drawn);
    if (!this.rows().includes(this.row)) {
      this.row = -1;
    }
    this.at = 0;
    this.numbers.hidden = true;
    this.hint.hidden = false;
    show(this.stages);
    this.menu();
  }

  rows() {
    return this.about.grid.train.rows.concat(this.about.grid.held.rows);
  }

  menu() {
    show(this.head, el('button', { type: 'button', class: 'main', click: () => this.load() },
      this.row < 0 ? 'Take a row' : 'Take it at this step'),
    el('button', { type: 'button', click: () => this.another() }, 'Another row'),
    el('span', { class: 'quiet small' }, this.walk ? this.title() : 'Or press a point in the picture.'));
  }

  title() {
    return `Line ${this.walk.line} of ${this.about.name}, at step ${this.walk.step}: ${this.about.table.target} is ${this.walk.truth}.`;
  }

  another() {
    const rows = this.rows();
    this.load(rows[(rows.indexOf(this.row) + 7) % rows.length]);
  }

  /** Takes a row, and shows its way from the beginning, or from where the last one stood. */
  async load(row = this.row < 0 ? this.rows()[0] : this.row) {
    this.row = row;
    const walk = await this.actions.walk(row);
    if (!walk) {
      return;
    }
    this.walk = this.decoded(walk);
    this.actions.chosen(row);
    this.numbers.hidden = false;
    this.hint.hidden = true;
    this.menu();
    this.at = Math.min(this.at, this.stops().length - 1);
    this.go(this.at);
  }

  decoded(walk) {
    const side = ({ value, gradient }) => ({ value: floats(value), gradient: floats(gradient) });
    const parameter = each => ({ before: floats(each.before), gradient: floats(each.gradient), after: floats(each.after) });
    const layers = walk.layers.map(layer => ({ ...layer, z: side(layer.z), a: layer.a ? side(layer.a) : side(layer.z),
      slope: layer.slope ? floats(layer.slope) : null, weight: parameter(layer.weight), bias: parameter(layer.bias) }));
    return { ...walk, input: side(walk.input), layers };
  }

  stops() {
    const count = this.walk.layers.length;
    const name = k => k === count - 1 ? 'output' : `layer ${k + 1}`;
    return [
      { kind: 'row', layer: 0, text: 'the row' },
      ...this.walk.layers.map((_, k) => ({ kind: 'forward', layer: k + 1, text: `→ ${name(k)}` })),
      { kind: 'loss', layer: count, text: 'the loss' },
      ...this.walk.layers.map((_, k) => ({ kind: 'backward', layer: count - k, text: `← ${name(count - 1 - k)}` })),
      { kind: 'update', layer: count, text: 'the update' }];
  }

  go(place) {
    const stops = this.stops();
    this.at = Math.max(0, Math.min(stops.length - 1, place));
    const focused = this.stages.contains(document.activeElement) ? document.activeElement.dataset.stop : null;
    show(this.stages,
      el('button', { type: 'button', 'data-stop': 'back', disabled: this.at === 0, 'aria-label': 'One step back',
        click: () => this.go(this.at - 1) }, '◀'),
      el('button', { type: 'button', class: 'main', 'data-stop': 'next', disabled: this.at === stops.length - 1,
        click: () => this.go(this.at + 1) }, 'Next ▶'),
      ...stops.map((stop, k) => el('button', { type: 'button', 'data-stop': k, class: stop.kind === 'backward' ? 'back' : '',
        'aria-pressed': String(k === this.at), click: () => this.go(k) }, stop.text)));
    if (focused) {
      this.stages.querySelector(`[data-stop="${focused}"]`)?.focus();
    }
    this.unit = stops[this.at].kind === 'loss' || this.layerOf() === this.walk.layers.length
      ? Math.max(0, this.walk.class) : Math.min(this.unit, this.view.layers[this.layerOf()].drawn - 1);
    this.paint();
  }

  layerOf() {
    return this.stops()[this.at].layer;
  }

  pick(layer, unit) {
    if (!this.walk) {
      this.load();
      return;
    }
    const stops = this.stops();
    const kind = stops[this.at].kind;
    this.unit = unit;
    if (kind === 'update' && layer > 0) {
      this.updated = layer;
      this.paint();
      return;
    }
    const wanted = layer === 0 ? 'row' : kind === 'backward' ? 'backward' : 'forward';
    this.at = stops.findIndex(stop => stop.kind === wanted && stop.layer === layer);
    this.go(this.at);
    this.unit = unit;
    this.paint();
  }

  /** Returns the numbers that a node shows: its value on the way forward, its gradient on the way back. */
  shown(layer) {
    const stop = this.stops()[this.at];
    const back = stop.kind === 'update' || stop.kind === 'backward' && layer >= stop.layer;
    const reached = stop.kind === 'row' ? layer === 0 : stop.kind === 'forward' ? layer <= stop.layer : true;
    if (!reached) {
      return { values: null, back: false };
    }
    const place = layer === 0 ? this.walk.input : back ? this.walk.layers[layer - 1].z : this.walk.layers[layer - 1].a;
    return { values: back ? place.gradient : place.value, back };
  }

  paint() {
    const stop = this.stops()[this.at];
    const layer = stop.kind === 'update' ? this.updated ?? stop.layer : stop.layer;
    const drawn = k => k === 0 ? this.about.drawnInputs : null;
    this.view.numbers((k, unit) => {
      const { values, back } = this.shown(k);
      const name = this.view.layers[k].names?.[unit] ?? `${this.view.layers[k].name}, unit ${unit + 1}`;
      if (!values) {
        return { text: '', background: css(color('ground')), ink: css(color('text')), label: name };
      }
      const value = values[drawn(k)?.[unit] ?? unit];
      const most = values.reduce((largest, each) => Math.max(largest, Math.abs(each)), 1e-12);
      const fill = back ? mix(color('ground'), color('red'), 0.06 + 0.7 * Math.abs(value) / most) : signed(0.8 * value / most);
      return { text: brief(value, 2), background: css(fill), ink: ink(fill),
        label: `${name}: ${back ? 'gradient' : 'value'} ${brief(value)}` };
    });
    const direction = stop.kind === 'backward' || stop.kind === 'update' ? 'backward' : 'forward';
    this.view.reach(layer, direction);
    this.view.select(layer, this.unit);
    const weights = this.walk.layers.map((each, k) => this.some(each.weight[stop.kind === 'backward' ? 'gradient' : 'before'], k));
    this.view.edges(weights, stop.kind === 'backward' ? { gap: stop.layer - 1, color: 'red' }
      : stop.kind === 'forward' ? { gap: stop.layer - 1, color: 'blue' } : null);
    show(this.words, ...this.sentences(stop, layer));
  }

  /** Returns the drawn part of a matrix of weights. */
  some(values, k) {
    const units = this.walk.layers[k].z.value.length;
    const from = k === 0 ? this.about.drawnInputs : Array.from({ length: this.view.layers[k].drawn }, (_, i) => i);
    const to = this.view.layers[k + 1].drawn;
    return Float32Array.from({ length: from.length * to }, (_, at) =>
      values[from[Math.floor(at / to)] * units + at % to]);
  }

  sentences(stop, layer) {
    const names = this.view.layers;
    const about = { walk: this.walk, table: this.about.table, layer, unit: this.unit,
      name: (k, unit) => k === 0 ? this.about.table.inputs[unit] : names[k].names?.[unit] ?? `${names[k].name}, unit ${unit + 1}` };
    switch (stop.kind) {
      case 'row':
        return [el('h3', {}, 'The row becomes numbers'), el('p', {},
          'Columns are scaled or become a yes or no for each category; missing values get an input of their own.'),
        el('div', { class: 'cover' }, el('table', {}, el('tbody', {}, this.about.table.inputs.map((name, k) =>
          el('tr', {}, el('td', {}, name), el('td', { class: 'r' }, brief(this.walk.input.value[k])))))))];
      case 'forward':
        return forward(about);
      case 'loss':
        return loss(about);
      case 'backward':
        return backward(about);
      default:
        return update(about);
    }
  }
}
