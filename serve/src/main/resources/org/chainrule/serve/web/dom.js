// Small helpers to build elements.

/** Returns an element with attributes and children; functions become listeners of the event in their name. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** Returns the element with an id. */
export const byId = id => document.getElementById(id);

/** Replaces the children of an element. */
export function show(node, ...children) {
  node.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined));
}

/** Returns a labelled drop-down list. */
export function choice(label, options, value, change) {
  const select = el('select', { change: () => change(select.value) },
    options.map(([key, text]) => el('option', { value: key, selected: String(key) === String(value) }, text)));
  return el('label', { class: 'field' }, el('span', {}, label), select);
}

/** Returns a number in few characters: 1.23, 0.0123, 1.2e-5. */
export function brief(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential(digits - 2).replace(/-/g, '−');
  }
  const text = size >= 10 ** digits ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−');
}

/** Returns a whole number with separators. */
export const count = value => Number(value).toLocaleString('en');

/** Returns a share in percent. */
export const percent = value => value === null ? '–' : (100 * value).toFixed(1) + ' %';

/** Returns the float32 numbers of a Base64 text. */
export function floats(text) {
  return new Float32Array(bytes(text).buffer);
}

/** Returns the bytes of a Base64 text. */
export function bytes(text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

/** Returns a canvas context whose unit is a CSS pixel, cleared. */
export function context(canvas, width, height) {
  const scale = Math.max(1, Math.min(3, globalThis.devicePixelRatio || 1));
  const wide = Math.round(width * scale);
  const high = Math.round(height * scale);
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const drawing = canvas.getContext('2d');
  drawing.setTransform(scale, 0, 0, scale, 0, 0);
  drawing.clearRect(0, 0, width, height);
  return drawing;
}
