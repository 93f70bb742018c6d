// The drawing of a network: its layers side by side, on a narrow page one below the other, with a line for each weight.
import { color, css, onColors } from './color.js';
import { context, el } from './dom.js';

const NARROW = 560;
const GAP = 5;
const LARGEST = 46;
const SMALLEST = 18;
const FINGER = 28;
/** The width of a node with a number. */
const NUMBER = 50;
const LABEL = 34;
const HIGHEST = 520;
/** The room beside the drawing for the names of inputs and outputs, and the width of a character. */
const NAMES = [64, 150];
const CHARACTER = 6.6;
/** How far from a line a press still means it, in pixels. */
const NEAR = 7;
const POINTS = 24;
/** A weight below this share of the strongest of its gap is not drawn. */
const FAINT = 0.02;

/**
 * A network whose nodes are buttons with a small canvas or a number each.
 *
 * layers: [{ name, units, names? }], the inputs first; units beyond `drawn` are not drawn.
 */
export class NetworkView {
  /**
   * @param root     the element that holds the drawing
   * @param selected called with the layer and the unit that a person chooses
   * @param wide     whether nodes are wide enough for a number
   * @param edge     called with the gap between layers and the two units of a line that a person presses
   */
  constructor(root, selected, wide = false, edge = null) {
    this.root = root;
    this.wide = wide;
    this.selected = selected;
    this.lines = el('canvas', { 'aria-hidden': 'true' });
    this.layers = [];
    this.weights = [];
    root.classList.add('network');
    if (edge) {
      root.addEventListener('click', event => {
        const found = event.target.closest('.node') ? null : this.nearest(event);
        if (found) {
          edge(found.gap, found.from, found.unit);
        }
      });
    }
    onColors(() => this.edges(this.weights));
    new ResizeObserver(() => this.layout()).observe(root);
  }

  /** Shows other layers. @param drawn the most units of a layer that are drawn */
  shape(layers, drawn) {
    this.layers = layers.map(layer => ({ ...layer, drawn: Math.min(layer.units, drawn) }));
    this.nodes = this.layers.map((layer, k) => Array.from({ length: layer.drawn }, (_, unit) => {
      const name = layer.names?.[unit] ?? `${layer.name}, unit ${unit + 1}`;
      return el('button', { class: 'node', type: 'button', title: name, 'aria-label': name, 'aria-pressed': 'false',
        tabindex: k === 1 && unit === 0 ? 0 : -1, click: () => this.selected(k, unit),
        keydown: event => this.move(event, k, unit) });
    }));
    this.labels = this.layers.map(layer => el('div', { class: 'label' }));
    this.names = this.layers.map((layer, k) => k > 0 && k < this.layers.length - 1 ? [] : this.nodes[k].map((_, unit) =>
      el('div', { class: 'label', 'aria-hidden': 'true' }, layer.names?.[unit] ?? '')));
    this.root.replaceChildren(this.lines, ...this.nodes.flat(), ...this.labels, ...this.names.flat());
    this.notes(this.layers.map(() => ''));
    this.width = 0;
    this.layout();
  }

  /** Shows a note below the name of each layer. */
  notes(texts) {
    this.labels.forEach((label, k) => {
      const layer = this.layers[k];
      const more = layer.units > layer.drawn ? `, ${layer.drawn} of ${layer.units}` : '';
      label.replaceChildren(el('span', {}, layer.name + more), el('br'), el('span', {}, texts[k]));
    });
  }

  layout() {
    const width = this.root.clientWidth;
    if (width === this.width || width === 0 || this.layers.length === 0) {
      return;
    }
    this.width = width;
    this.upright = width < NARROW;
    const most = Math.max(...this.layers.map(layer => layer.drawn));
    const count = this.layers.length;
    const perRow = Math.floor((width + GAP) / ((this.wide ? NUMBER : FINGER) + GAP));
    const lines = this.layers.map(layer => this.upright ? Math.ceil(layer.drawn / perRow) : 1);
    const widest = Math.max(...this.layers.map((layer, k) => Math.ceil(layer.drawn / lines[k])));
    this.size = Math.floor(this.upright
      ? Math.min(LARGEST, (width + GAP) / widest - GAP)
      : Math.max(SMALLEST, Math.min(LARGEST, (HIGHEST + GAP) / most - GAP, (width - 120) / count * 0.6)));
    this.breadth = this.wide ? Math.max(this.size, Math.min(NUMBER, (width - 120) / count * 0.7)) : this.size;
    const pitch = (this.upright ? this.breadth : this.size) + GAP;
    const room = layer => Math.max(NAMES[0], Math.min(NAMES[1], 0.16 * width,
      10 + CHARACTER * Math.max(...(layer.names ?? ['']).slice(0, layer.drawn).map(name => name.length))));
    const margin = this.upright ? 0 : room(this.layers[0]);
    const right = this.upright ? 0 : room(this.layers.at(-1));
    const step = (width - margin - right - this.breadth) / Math.max(1, count - 1);
    const across = this.upright ? width : most * pitch - GAP;
    const tops = [];
    let top = 0;
    this.layers.forEach((layer, k) => {
      tops.push(top + LABEL);
      top += LABEL + lines[k] * (this.size + GAP) + 20;
    });
    this.places = this.layers.map((layer, k) => Array.from({ length: layer.drawn }, (_, unit) => {
      const inLine = Math.ceil(layer.drawn / lines[k]);
      const line = Math.floor(unit / inLine);
      const own = this.upright ? Math.min(inLine, layer.drawn - line * inLine) : layer.drawn;
      const side = (across - (own * pitch - GAP)) / 2 + (unit - line * inLine) * pitch;
      return this.upright ? [side, tops[k] + line * (this.size + GAP)] : [margin + k * step, LABEL + side];
    }));
    const height = this.upright ? top - 20 : LABEL + across + 4;
    this.root.style.height = height + 'px';
    this.nodes.forEach((nodes, k) => nodes.forEach((node, unit) => {
      const [x, y] = this.places[k][unit];
      Object.assign(node.style, { left: x + 'px', top: y + 'px', width: this.breadth + 'px', height: this.size + 'px' });
    }));
    this.labels.forEach((label, k) => {
      const wide = this.upright ? width : Math.max(step - 4, 60);
      const x = this.upright ? 0 : margin + k * step + this.breadth / 2 - wide / 2;
      const y = this.upright ? tops[k] - LABEL : 0;
      Object.assign(label.style, { left: Math.max(0, Math.min(width - wide, x)) + 'px', top: y + 'px', width: wide + 'px',
        textAlign: 'center' });
    });
    this.names.forEach((names, k) => names.forEach((name, unit) => {
      const [x, y] = this.places[k][unit];
      const last = k > 0;
      name.hidden = this.upright;
      Object.assign(name.style, { top: y + this.size / 2 - 7 + 'px', width: (last ? right : margin) - 6 + 'px',
        left: (last ? x + this.breadth + 4 : 0) + 'px', textAlign: last ? 'left' : 'right' });
    }));
    this.edges(this.weights);
    this.resized?.();
  }

  /** Draws the weights: of each gap between layers, the numbers [from, to]. The strongest of a gap has the widest line. */
  edges(weights, emphasis = null) {
    this.weights = weights;
    if (!this.places) {
      return;
    }
    const drawing = context(this.lines, this.root.clientWidth, this.root.clientHeight);
    weights.forEach((values, k) => {
      const from = this.places[k];
      const to = this.places[k + 1];
      if (!from || !to || values.length < from.length * to.length) {
        return;
      }
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
      for (let i = 0; i < from.length; i++) {
        for (let j = 0; j < to.length; j++) {
          const value = values[i * to.length + j] / most;
          if (Math.abs(value) < FAINT) {
            continue;
          }
          const kind = emphasis && emphasis.gap === k ? emphasis.color : value < 0 ? 'orange' : 'blue';
          drawing.strokeStyle = css(color(kind), 0.15 + 0.7 * Math.abs(value));
          drawing.lineWidth = 0.4 + 3.2 * Math.abs(value);
          this.line(drawing, from[i], to[j]);
        }
      }
    });
  }

  /** Returns the four points of the Bézier curve between two nodes. */
  bow([fromX, fromY], [toX, toY]) {
    const half = this.size / 2;
    const middleX = this.breadth / 2;
    if (this.upright) {
      const middle = (fromY + this.size + toY) / 2;
      return [[fromX + middleX, fromY + this.size], [fromX + middleX, middle], [toX + middleX, middle], [toX + middleX, toY]];
    }
    const middle = (fromX + this.breadth + toX) / 2;
    return [[fromX + this.breadth, fromY + half], [middle, fromY + half], [middle, toY + half], [toX, toY + half]];
  }

  line(drawing, from, to) {
    const [start, ...rest] = this.bow(from, to);
    drawing.beginPath();
    drawing.moveTo(...start);
    drawing.bezierCurveTo(...rest.flat());
    drawing.stroke();
  }

  /** Returns the drawn line that is nearest to a press: { gap, from, unit }, or null. */
  nearest(event) {
    const box = this.root.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = { distance: NEAR, found: null };
    this.weights.forEach((values, gap) => {
      const [left, right] = [this.places[gap], this.places[gap + 1]];
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
      left.forEach((from, i) => right.forEach((to, j) => {
        if (Math.abs(values[i * right.length + j]) < FAINT * most) {
          return;
        }
        const curve = this.bow(from, to);
        for (let k = 0; k <= POINTS; k++) {
          const [t, s] = [k / POINTS, 1 - k / POINTS];
          const parts = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
          const at = side => curve.reduce((sum, point, n) => sum + parts[n] * point[side], 0);
          const distance = Math.hypot(at(0) - x, at(1) - y);
          best = distance < best.distance ? { distance, found: { gap, from: i, unit: j } } : best;
        }
      }));
    });
    return best.found;
  }

  /** Marks the line of a weight, until the lines are drawn again. */
  mark(gap, from, unit) {
    const drawing = this.lines.getContext('2d');
    drawing.strokeStyle = css(color('text'));
    drawing.lineWidth = 3.5;
    this.line(drawing, this.places[gap][from], this.places[gap + 1][unit]);
  }

  /** Shows a picture in each node: `paint(layer, unit)` returns a canvas, or null for an empty node. */
  pictures(paint) {
    this.nodes.forEach((nodes, k) => nodes.forEach((node, unit) => {
      const picture = paint(k, unit, node.firstElementChild);
      if (picture !== node.firstElementChild) {
        node.replaceChildren(...(picture ? [picture] : []));
      }
    }));
  }

  /** Shows a number in each node: `of(layer, unit)` returns a text, its background, its color and a description. */
  numbers(of) {
    this.nodes.forEach((nodes, k) => nodes.forEach((node, unit) => {
      const { text, background, ink, label } = of(k, unit);
      node.replaceChildren(this.breadth < NUMBER - 8 ? '' : text);
      node.style.background = background;
      node.style.color = ink;
      node.setAttribute('aria-label', label);
      node.title = label;
    }));
  }

  /** Marks one layer as the one that a pass has reached: forward in blue, backward in red, or none. */
  reach(layer, direction) {
    this.nodes.forEach((nodes, k) => nodes.forEach(node => {
      node.classList.toggle('forward', k === layer && direction === 'forward');
      node.classList.toggle('backward', k === layer && direction === 'backward');
    }));
  }

  /** Marks one node as selected, or none. */
  select(layer, unit) {
    this.nodes.forEach((nodes, k) => nodes.forEach((node, place) => {
      const own = k === layer && place === unit;
      node.setAttribute('aria-pressed', String(own));
      node.tabIndex = own || layer < 0 && k === 1 && place === 0 ? 0 : -1;
    }));
  }

  /** The arrow keys walk over the nodes. */
  move(event, layer, unit) {
    const along = this.upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const through = this.upright ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const unitStep = along.indexOf(event.key);
    const layerStep = through.indexOf(event.key);
    if (unitStep < 0 && layerStep < 0) {
      return;
    }
    event.preventDefault();
    const k = layerStep < 0 ? layer : layer + 2 * layerStep - 1;
    const nodes = this.nodes[k];
    const next = nodes?.[Math.min(nodes.length - 1, unitStep < 0 ? unit : unit + 2 * unitStep - 1)];
    if (next) {
      this.nodes.flat().forEach(node => {
        node.tabIndex = node === next ? 0 : -1;
      });
      next.focus();
    }
  }
}
