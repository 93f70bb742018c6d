// Line charts of a training, by uPlot (MIT; see uplot.LICENSE), which is a script before the modules of a page.
import { color, css, onColors } from './color.js';
import { el } from './dom.js';

const { uPlot } = globalThis;
const SMALLEST = 1e-9;
/** Writes 120000 as 120K. */
const THOUSANDS = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/**
 * A chart of values at marks: all marks have the same width, and the axis shows their names, such as the numbers of steps.
 * A line shows the mark that the page looks at.
 */
export class MarkChart {
  /**
   * @param root    the element that holds the chart
   * @param options series, each with a label and the name of a color; log, whether the axis of values is logarithmic;
   *                height in pixels; name, which turns the number of a mark into words
   */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.data = [[], ...options.series.map(() => [])];
    this.at = -1;
    this.place = el('div', {});
    root.append(this.place, el('ul', { class: 'lines' }, options.series.map(each => el('li', {},
      el('span', { class: each.dash ? 'dash' : '', style: `border-color:var(--${each.color})` }), each.label))));
    this.build();
    onColors(() => this.build());
    new ResizeObserver(() => this.resize()).observe(root);
  }

  build() {
    this.plot?.destroy();
    const { series, height, log, name } = this.options;
    const axis = { stroke: css(color('quiet')), grid: { stroke: css(color('line')), width: 1 }, ticks: { show: false },
      font: '12px system-ui, sans-serif' };
    this.plot = new uPlot({
      width: this.width(), height, padding: [8, 12, 0, 0],
      scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
      legend: { show: false },
      cursor: { show: false },
      axes: [
        { ...axis, space: 64, values: (_, places) => places.map(place => Number.isInteger(place) ? name(place) : '') },
        { ...axis, size: 58, ...(log ? { splits: (_plot, _axis, low, high) => decades(low, high) } : {}), values: (_, values) => values.map(value => value === null ? '' : shortly(value)) }],
      series: [{}, ...series.map(each => ({ label: each.label, stroke: css(color(each.color)), width: 2,
        points: { show: false }, dash: each.dash }))],
      hooks: { draw: [plot => this.line(plot)] },
    }, this.data, this.place);
  }

  width() {
    return Math.max(200, Math.floor(this.root.clientWidth));
  }

  resize() {
    if (this.plot && this.width() !== this.plot.width) {
      this.plot.setSize({ width: this.width(), height: this.options.height });
    }
  }

  /** Shows values: one list for each series, with null where there is none; and the mark that the page looks at. */
  update(lists, at) {
    const safe = this.options.log
      ? lists.map(list => list.map(value => value === null ? null : Math.max(SMALLEST, value)))
      : lists;
    this.data = [lists[0].map((_, place) => place), ...safe];
    this.at = at;
    this.plot.setData(this.data);
  }

  line(plot) {
    if (this.at < 0 || this.at >= this.data[0].length) {
      return;
    }
    const x = Math.round(plot.valToPos(this.at, 'x', true));
    const drawing = plot.ctx;
    drawing.save();
    drawing.strokeStyle = css(color('text'));
    drawing.lineWidth = Math.max(1, devicePixelRatio);
    drawing.beginPath();
    drawing.moveTo(x, plot.bbox.top);
    drawing.lineTo(x, plot.bbox.top + plot.bbox.height);
    drawing.stroke();
    drawing.restore();
  }
}

/** Returns at most six powers of ten between two numbers. */
function decades(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 6));
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, k) => 10 ** (first + k * every));
}

function shortly(value) {
  const size = Math.abs(value);
  return size >= 1e4 && size < 1e15 ? THOUSANDS.format(value)
    : size !== 0 && (size < 1e-3 || size >= 1e15) ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}
