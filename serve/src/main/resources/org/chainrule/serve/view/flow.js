// The network layer by layer: values go down in blue, gradients come back up in red.
import { brief, count, el, show } from '/web/dom.js';

const NS = 'http://www.w3.org/2000/svg';
const MOST = 40;
const UNITS = 64;

/** Returns an SVG element. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(NS, tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

/** Draws a measurement. */
export function drawFlow(root, measured) {
  const layers = measured.layers.slice(0, MOST);
  const forward = scale(layers.map(layer => layer.values.rms));
  const backward = scale(layers.map(layer => layer.gradient));
  const items = [];
  layers.forEach((layer, k) => {
    if (k > 0) {
      items.push(arrows(forward(layers[k - 1].values.rms), backward(layer.gradient)));
    }
    items.push(box(layer, k === 0));
  });
  const hidden = measured.layers.length - layers.length;
  show(root, el('ol', { class: 'layers', 'aria-label': `The network, measured on ${measured.rows} rows` }, items),
    hidden > 0 ? el('p', { class: 'small quiet' }, `and ${count(hidden)} more layers`) : null);
}

/** Returns a function from a size to the width of an arrow: 1 to 10 pixels, by the logarithm of the size. */
function scale(sizes) {
  const known = sizes.filter(size => size > 0);
  const high = Math.log10(Math.max(...known, 1e-30));
  const low = Math.min(Math.log10(Math.min(...known, 1e30)), high - 2);
  return size => size > 0 ? 1.5 + 8.5 * Math.max(0, Math.min(1, (Math.log10(size) - low) / (high - low))) : 1;
}

function box(layer, first) {
  const most = Math.max(...layer.means.filter(mean => mean !== null), 1e-30);
  const words = `${layer.path}, ${count(layer.units)} ${layer.units === 1 ? 'value' : 'values'} a row`
    + (layer.silent > 0 ? `, ${count(layer.silent)} of them always 0` : '');
  const squares = layer.means.map(mean => {
    const share = mean === null ? 0 : mean / most;
    return el('i', mean > 0 ? { style: `opacity:${(0.12 + 0.88 * share).toFixed(2)}` } : { class: 'none' });
  });
  return el('li', { class: 'layer' },
    el('div', { class: 'name' }, layer.path, el('span', {}, layer.shape),
      layer.silent > 0 ? el('span', {}, `${count(layer.silent)} of ${count(layer.units)} always 0`) : null),
    el('div', { class: 'size forward', title: 'root mean square of the values' }, '↓ ' + brief(layer.values.rms)),
    el('div', { class: 'size backward', title: 'root mean square of the gradients' },
      first && layer.gradient === 0 ? '' : '↑ ' + brief(layer.gradient)),
    layer.units > 1 ? el('div', { class: 'units', role: 'img', 'aria-label': words }, squares,
      layer.units > UNITS ? el('span', { class: 'small quiet' }, ` ${UNITS} of ${count(layer.units)}`) : null) : null);
}

function arrows(down, up) {
  const drawing = svg('svg', { viewBox: '0 0 120 30', 'aria-hidden': 'true' },
    svg('path', { class: 'down shaft', d: 'M42 1V22', 'stroke-width': down.toFixed(1) }),
    svg('path', { class: 'down tip', d: tip(42, 29, down, -1) }),
    svg('path', { class: 'up shaft', d: 'M78 29V8', 'stroke-width': up.toFixed(1) }),
    svg('path', { class: 'up tip', d: tip(78, 1, up, 1) }));
  return el('li', { class: 'arrows', 'aria-hidden': 'true' }, drawing);
}

function tip(x, y, width, side) {
  const half = width / 2 + 3;
  return `M${x} ${y}L${x - half} ${y + side * 8}H${x + half}Z`;
}
