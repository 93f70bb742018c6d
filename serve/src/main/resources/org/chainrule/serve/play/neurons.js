// The network of the lesson: a small map in each neuron, and what one of them does in words.
import { color, css, onColors, signed } from '/web/color.js';
import { brief, bytes, context, el, floats, show } from '/web/dom.js';
import { NetworkView } from '/web/network.js';
import { WeightCurve } from './weight.js';

const STRONGEST = 5;

/** Returns the layers of a lesson for the drawing, the inputs first. */
export function layersOf(about) {
  const { table, settings } = about;
  const hidden = settings.hidden.map((units, k) => ({ name: `layer ${k + 1}`, units }));
  const outputs = table.task === 'classes' ? table.labels : [table.target];
  return [
    { name: 'inputs', units: table.inputs.length, names: about.drawnInputs.map(place => table.inputs[place]) },
    ...hidden, { name: 'output', units: outputs.length, names: outputs }];
}

/**
 * @param chosen called when a person chooses another neuron, or none
 * @param ask    returns the values of a weight since the first step: ask(layer, from, unit), with -1 as the origin of a bias
 */
export class Neurons {
  constructor(root, chosen, ask) {
    this.view = new NetworkView(root, (layer, unit) => this.choose(layer, unit), false,
      (gap, from, unit) => this.trace(gap, from, unit));
    this.about = null;
    this.selected = null;
    this.changed = chosen;
    this.words = el('div', { class: 'neuron' });
    this.curve = new WeightCurve(el('div', { class: 'weight' }), ask);
    root.after(this.words, this.curve.root);
    this.view.resized = () => this.draw(this.frame);
    onColors(() => this.draw(this.frame));
  }

  show(about) {
    const shape = JSON.stringify([about.settings.hidden, about.table.inputs, about.drawnInputs, about.table.labels]);
    this.about = about;
    this.frame = null;
    this.first = null;
    this.curve.hide();
    if (shape !== this.shape) {
      this.shape = shape;
      this.selected = null;
      this.view.shape(layersOf(about), about.drawn);
      show(this.words);
    }
    this.inputs = bytes(about.grid.inputMaps);
  }

  choose(layer, unit) {
    const same = this.selected && this.selected.layer === layer && this.selected.unit === unit;
    this.selected = same ? null : { layer, unit };
    this.curve.hide();
    this.draw(this.frame);
    this.changed();
  }

  /** Shows how a weight has changed. @param from the drawn unit that it comes from; -1 for the bias */
  trace(gap, from, unit) {
    this.selected = { layer: gap + 1, unit };
    const origin = from < 0 ? -1 : gap === 0 ? this.about.drawnInputs[from] : from;
    const name = from < 0 ? 'the bias' : `the weight from ${this.name({ layer: gap, unit: from })}`;
    this.curve.show({ gap, from, unit, origin, words: `${name} to ${this.name(this.selected)}`.replace(/^the bias to/, 'the bias of') });
    this.draw(this.frame);
    this.changed();
  }

  /** Draws a frame. @param first the frame before the first step, to compare weights with */
  draw(frame, first = this.first) {
    if (!frame) {
      return;
    }
    this.frame = frame;
    this.first = first;
    this.maps = [this.inputs, ...frame.maps.map(bytes)];
    this.weights = frame.weights.map(floats);
    this.view.edges(this.weights);
    const weight = this.curve.chosen;
    if (weight) {
      if (weight.from >= 0) {
        this.view.mark(weight.gap, weight.from, weight.unit);
      }
      this.curve.now(frame.step, weight.from < 0 ? floats(frame.biases[weight.gap])[weight.unit]
        : this.weights[weight.gap][weight.from * this.view.layers[weight.gap + 1].drawn + weight.unit]);
    }
    this.view.pictures((layer, unit, old) => this.picture(layer, unit, old));
    this.view.notes(['', ...frame.gradients.map(size => size === null ? '' : `gradient ${brief(size, 2)}`)]);
    this.view.select(this.selected?.layer ?? -1, this.selected?.unit ?? -1);
    this.describe();
  }

  map(layer, unit) {
    const { mapWidth: width, mapHeight: height } = this.about.grid;
    const at = unit * width * height;
    return { width, height, values: this.maps[layer].subarray(at, at + width * height) };
  }

  picture(layer, unit, old) {
    const { width, height, values } = this.map(layer, unit);
    const canvas = old ?? el('canvas', { 'aria-hidden': 'true' });
    if (height === 1) {
      const drawing = context(canvas, 40, 40);
      drawing.strokeStyle = css(color('line'));
      drawing.beginPath();
      drawing.moveTo(0, 20);
      drawing.lineTo(40, 20);
      drawing.stroke();
      drawing.strokeStyle = css(color('blue'));
      drawing.lineWidth = 2.5;
      drawing.beginPath();
      values.forEach((value, i) => drawing.lineTo((i + 0.5) / width * 40, 20 - 17 * (value - 128) / 127));
      drawing.stroke();
      return canvas;
    }
    canvas.width = width;
    canvas.height = height;
    const drawing = canvas.getContext('2d');
    const image = drawing.createImageData(width, height);
    values.forEach((value, i) => {
      const row = height - 1 - Math.floor(i / width);
      image.data.set([...signed((value - 128) / 127), 255], 4 * (row * width + i % width));
    });
    drawing.putImageData(image, 0, 0);
    return canvas;
  }

  name({ layer, unit }) {
    const own = this.view.layers[layer];
    return own.names?.[unit] ?? `neuron ${unit + 1} of ${own.name}`;
  }

  /** Returns the map of the chosen neuron for the picture, or null. */
  chosenMap() {
    return this.selected && this.maps
      ? { ...this.signed(this.selected), words: `What ${this.name(this.selected)} answers to` }
      : null;
  }

  signed({ layer, unit }) {
    const { width, height, values } = this.map(layer, unit);
    return { width, height, values: Float32Array.from(values, value => (value - 128) / 127) };
  }

  describe() {
    if (!this.selected) {
      show(this.words);
      return;
    }
    const { layer, unit } = this.selected;
    const reach = layer > 0 ? this.frame.reach[layer - 1][unit] : null;
    const values = [...this.map(layer, unit).values];
    const dead = layer > 0 && values.every(value => value === values[0]);
    const focused = this.words.contains(document.activeElement) ? document.activeElement.dataset.from : null;
    show(this.words, el('h3', {}, this.name(this.selected)), el('p', { class: 'small' },
      layer === 0 ? 'An input: what the column becomes for the network, scaled to about −1 to 1.'
        : dead ? 'It answers the same everywhere in the picture, so it tells nothing there.'
          : 'The large picture shows it. ' + this.range(layer, reach)), ...this.incoming(layer, unit));
    if (focused) {
      this.words.querySelector(`[data-from="${focused}"]`)?.focus({ preventScroll: true });
    }
  }

  /** Says what the colors of a neuron stand for. */
  range(layer, reach) {
    const middle = layer < this.view.layers.length - 1 && this.about.settings.activation === 'sigmoid' ? 0.5 : 0;
    return `Full blue is an answer of ${brief(middle + reach)}, full orange ${brief(middle - reach)}.`;
  }

  incoming(layer, unit) {
    if (layer === 0) {
      return [];
    }
    const gap = layer - 1;
    const width = this.view.layers[layer].drawn;
    const before = this.first ? floats(this.first.weights[gap]) : null;
    const rows = Array.from({ length: this.view.layers[gap].drawn }, (_, from) => ({
      from, name: this.name({ layer: gap, unit: from }), now: this.weights[gap][from * width + unit],
      start: before?.[from * width + unit] }));
    rows.sort((a, b) => Math.abs(b.now) - Math.abs(a.now));
    const bias = { from: -1, name: 'bias', now: floats(this.frame.biases[gap])[unit],
      start: this.first ? floats(this.first.biases[gap])[unit] : undefined };
    const { chosen } = this.curve;
    const shown = from => Boolean(chosen && chosen.gap === gap && chosen.unit === unit && chosen.from === from);
    return [el('table', {}, el('caption', {}, 'Its strongest weights; press one to see its curve'),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'from'), el('th', { scope: 'col', class: 'r' }, 'now'),
        el('th', { scope: 'col', class: 'r' }, 'at first'))),
      el('tbody', {}, [...rows.slice(0, STRONGEST), bias].map(row => el('tr', {}, el('td', {},
        el('button', { type: 'button', class: 'word', 'data-from': row.from, 'aria-pressed': String(shown(row.from)),
          click: () => this.trace(gap, row.from, unit) }, row.name)),
        el('td', { class: 'r' }, brief(row.now)), el('td', { class: 'r' }, brief(row.start))))))];
  }
}
