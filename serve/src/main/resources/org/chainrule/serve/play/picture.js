// The picture: what the network predicts for every pair of values, with the rows of the table on top of it.
import { color, css, mix, onColors, series, signed } from '/web/color.js';
import { brief, bytes, context, el, floats, show } from '/web/dom.js';
import { decoded } from './mistakes.js';

const DOT = 3.1;

/** @param picked called with the number of a row that a person chooses in the picture */
export class Picture {
  constructor(root, picked) {
    this.root = root;
    this.picked = picked;
    this.canvas = el('canvas', { role: 'img', click: event => this.pick(event) });
    this.small = document.createElement('canvas');
    this.up = el('div', { class: 'up' });
    this.across = el('div', { class: 'across' });
    this.legend = el('ul', { class: 'legend' });
    root.append(el('div', { class: 'plot' }, this.up, this.canvas, el('span'), this.across), this.legend);
    onColors(() => this.again());
    new ResizeObserver(() => this.again()).observe(this.canvas);
  }

  /** Shows the axes of a lesson. */
  show(about) {
    this.about = about;
    this.frame = null;
    const { x, y } = about.grid;
    const { table } = about;
    this.numbers = this.range(about);
    show(this.across, el('span', {}, end(x, x.low)), el('strong', {}, x.column), el('span', {}, end(x, x.high)));
    const vertical = y ?? (table.task === 'number' ? { column: table.target, kind: 'number', low: this.numbers.low,
      high: this.numbers.high, labels: [] } : { column: '', kind: 'category', labels: [''] });
    show(this.up, el('span', {}, end(vertical, vertical.high)), el('strong', {}, vertical.column),
      el('span', {}, end(vertical, vertical.low)));
    show(this.legend, table.task === 'classes'
      ? table.labels.map((label, k) => el('li', {}, this.key(series(k)), label))
      : [el('li', {}, this.key(color('orange')), `${brief(this.numbers.low)}`), el('li', {}, this.key(color('blue')),
        `${brief(this.numbers.high)}`)],
    el('li', {}, this.key(color('quiet')), 'learned from'), el('li', {}, this.key(color('quiet'), true), 'only checked'),
    el('li', {}, el('span', { class: 'cross', 'aria-hidden': 'true' }, '×'), table.task === 'classes' ? 'predicted wrong' : 'predicted far off'));
  }

  key(own, held = false) {
    return el('span', { class: held ? 'key held' : 'key', style: `background:${css(own)}` });
  }

  range(about) {
    const values = about.grid.train.truth.concat(about.grid.held.truth).filter(value => value !== null);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const margin = 0.12 * (high - low || 1);
    return { low: low - margin, high: high + margin };
  }

  /** Draws a frame. @param map a map of a neuron to show instead of the prediction: { values, width, height, words } */
  draw(frame, map = null) {
    this.frame = frame;
    this.map = map;
    const size = this.canvas.clientWidth;
    if (size === 0) {
      return;
    }
    const drawing = context(this.canvas, size, size);
    const { grid, table } = this.about;
    const curve = !grid.y && table.task === 'number' && !map;
    if (curve) {
      this.curve(drawing, size, floats(frame.surface));
    } else {
      this.field(drawing, size, map ?? this.cells(frame));
    }
    this.points(drawing, size, curve, decoded(frame, this.about));
    this.canvas.setAttribute('aria-label', map ? map.words : this.words(frame));
  }

  again() {
    const { frame, map } = this;
    if (frame) {
      this.show(this.about);
      this.draw(frame, map);
    }
  }

  words(frame) {
    const { grid, table } = this.about;
    const over = grid.y ? `${grid.x.column} and ${grid.y.column}` : grid.x.column;
    return `The prediction of ${table.target} over ${over} at step ${frame.step}`;
  }

  /** Returns the cells of a frame: their classes and how sure each is, or their values from -1 to 1. */
  cells(frame) {
    const width = this.about.grid.x.cells;
    const height = this.about.grid.y?.cells ?? 1;
    if (frame.winner) {
      return { width, height, winner: bytes(frame.winner), sure: bytes(frame.sure) };
    }
    const { low, high } = this.numbers;
    return { width, height, values: floats(frame.surface).map(value => 0.75 * (2 * (value - low) / (high - low) - 1)) };
  }

  field(drawing, size, cells) {
    const { x, y } = this.about.grid;
    const across = x.kind === 'category' ? [cells.width, 1] : spread(cells.width);
    const up = !y || y.kind === 'category' ? [cells.height, 1] : spread(cells.height);
    const [width, height] = [across[0] * across[1], up[0] * up[1]];
    this.small.width = width;
    this.small.height = height;
    const small = this.small.getContext('2d');
    const image = small.createImageData(width, height);
    const paint = cells.winner ? this.classes(cells) : this.values(cells);
    for (let j = 0; j < height; j++) {
      const row = between((j + 0.5) / up[1] - 0.5, up[0]);
      for (let i = 0; i < width; i++) {
        image.data.set([...paint(between((i + 0.5) / across[1] - 0.5, across[0]), row), 255],
          4 * ((height - 1 - j) * width + i));
      }
    }
    small.putImageData(image, 0, 0);
    drawing.imageSmoothingEnabled = x.kind !== 'category' && y?.kind !== 'category';
    drawing.drawImage(this.small, 0, 0, size, size);
  }

  /** Returns the color between cells of classes: that of the class which the cells around are surest of. */
  classes({ width, winner, sure }) {
    const colors = [];
    const shares = new Float64Array(256);
    return (column, row) => {
      const places = [row[0] * width + column[0], row[0] * width + column[1], row[1] * width + column[0],
        row[1] * width + column[1]];
      const [right, top] = [column[2], row[2]];
      const parts = [(1 - right) * (1 - top), right * (1 - top), (1 - right) * top, right * top];
      let all = 0;
      places.forEach((place, k) => {
        const part = parts[k] * sure[place];
        shares[winner[place]] += part;
        all += part;
      });
      const best = places.reduce((most, place) => shares[winner[place]] > shares[most] ? winner[place] : most, winner[places[0]]);
      const size = 2 * shares[best] - all;
      places.forEach(place => {
        shares[winner[place]] = 0;
      });
      colors[best] ??= series(best);
      return mix(color('ground'), colors[best], 0.08 + 0.64 * Math.max(0, size) / 255);
    };
  }

  values({ width, values }) {
    return (column, row) => {
      const low = values[row[0] * width + column[0]] * (1 - column[2]) + values[row[0] * width + column[1]] * column[2];
      const high = values[row[1] * width + column[0]] * (1 - column[2]) + values[row[1] * width + column[1]] * column[2];
      return signed(low * (1 - row[2]) + high * row[2]);
    };
  }

  curve(drawing, size, values) {
    drawing.strokeStyle = css(color('blue'));
    drawing.lineWidth = 3;
    drawing.lineJoin = 'round';
    drawing.beginPath();
    values.forEach((value, i) => drawing.lineTo((i + 0.5) / values.length * size, this.height(value) * size));
    drawing.stroke();
  }

  height(value) {
    return 1 - (value - this.numbers.low) / (this.numbers.high - this.numbers.low);
  }

  /** Returns the place of a shown row in the picture, from 0 to 1, or null. */
  place(points, i) {
    const { x, y } = this.about.grid;
    const across = points.x[i];
    const up = y ? points.y[i] : points.truth[i];
    if (across === null || up === null) {
      return null;
    }
    const spread = axis => axis.kind === 'category' ? 0.7 * (hash(points.rows[i] * 2 + (axis === x ? 0 : 1)) - 0.5) : 0;
    const left = (across + spread(x) - x.low) / (x.high - x.low);
    if (y) {
      return [left, 1 - (up + spread(y) - y.low) / (y.high - y.low)];
    }
    return [left, this.about.table.task === 'number' ? this.height(up) : 0.15 + 0.7 * hash(points.rows[i])];
  }

  points(drawing, size, curve, predictions) {
    const { grid, table } = this.about;
    for (const kind of ['train', 'held']) {
      const points = grid[kind];
      const held = kind === 'held';
      points.rows.forEach((row, i) => {
        const place = this.place(points, i);
        if (!place) {
          return;
        }
        const { low, high } = this.numbers;
        const own = table.task === 'classes' ? series(points.truth[i])
          : curve ? color('quiet') : mix(color('orange'), color('blue'), (points.truth[i] - low) / (high - low));
        const [x, y] = [place[0] * size, place[1] * size];
        drawing.beginPath();
        if (held) {
          drawing.rect(x - DOT + 0.5, y - DOT + 0.5, 2 * DOT - 1, 2 * DOT - 1);
        } else {
          drawing.arc(x, y, DOT, 0, 2 * Math.PI);
        }
        drawing.fillStyle = css(own);
        drawing.strokeStyle = css(color('ground'));
        drawing.lineWidth = 1.2;
        drawing.fill();
        drawing.stroke();
        if (predictions.wrong(kind, i)) {
          cross(drawing, x, y);
        }
        if (row === this.chosen) {
          drawing.beginPath();
          drawing.arc(x, y, 3 * DOT, 0, 2 * Math.PI);
          drawing.strokeStyle = css(color('text'));
          drawing.lineWidth = 2.5;
          drawing.stroke();
        }
      });
    }
  }

  pick(event) {
    const box = this.canvas.getBoundingClientRect();
    const at = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    let best = { distance: 0.05, row: -1 };
    for (const points of [this.about.grid.train, this.about.grid.held]) {
      points.rows.forEach((row, i) => {
        const place = this.place(points, i);
        const distance = place ? Math.hypot(place[0] - at[0], place[1] - at[1]) : 1;
        best = distance < best.distance ? { distance, row } : best;
      });
    }
    if (best.row >= 0) {
      this.picked(best.row);
    }
  }
}

/** Draws a cross that can be seen on any color. */
function cross(drawing, x, y) {
  for (const [name, width] of [['ground', 3.5], ['text', 1.5]]) {
    drawing.strokeStyle = css(color(name));
    drawing.lineWidth = width;
    drawing.beginPath();
    for (const side of [-1, 1]) {
      drawing.moveTo(x - 1.25 * DOT, y - side * 1.25 * DOT);
      drawing.lineTo(x + 1.25 * DOT, y + side * 1.25 * DOT);
    }
    drawing.stroke();
  }
}

const spread = cells => [cells, Math.max(1, Math.round(180 / cells))];

/** Returns the two cells around a place, and how far it is from the first to the second. */
function between(place, count) {
  const at = Math.min(count - 1, Math.max(0, place));
  const first = Math.floor(at);
  return [first, Math.min(count - 1, first + 1), at - first];
}

function end(axis, value) {
  if (axis.kind === 'category') {
    return value === axis.high ? axis.labels.at(-1) : axis.labels[0];
  }
  return axis.kind === 'date' ? new Date(1000 * value).toISOString().slice(0, 10) : brief(value);
}

/** Returns a number from 0 to 1 that depends on a whole number only. */
function hash(number) {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  return mixed / 2 ** 32;
}
