// The colors of the palette, as numbers for canvases. They follow the reader's choice of light or dark.

const NAMES = ['ground', 'panel', 'text', 'quiet', 'line', 'blue', 'orange', 'green', 'purple', 'yellow', 'red'];
const SERIES = ['blue', 'orange', 'green', 'purple', 'yellow', 'quiet'];
const listeners = new Set();
let known = read();

function read() {
  const style = getComputedStyle(document.documentElement);
  const colors = {};
  for (const name of NAMES) {
    const hex = style.getPropertyValue('--' + name).trim() || '#888888';
    colors[name] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  }
  return colors;
}

function refresh() {
  known = read();
  listeners.forEach(listener => listener());
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
addEventListener('beforeprint', refresh);
addEventListener('afterprint', refresh);

/** Calls a listener whenever the colors change. */
export function onColors(listener) {
  listeners.add(listener);
}

/** Returns a color of the palette as [red, green, blue]. */
export const color = name => known[name];

/** Returns a color between two others. */
export function mix(from, to, share) {
  return [0, 1, 2].map(k => Math.round(from[k] + (to[k] - from[k]) * share));
}

/** Returns the color of a class or a series. Those after the sixth are mixed with that of the text. */
export function series(number) {
  const own = known[SERIES[number % SERIES.length]];
  return number < SERIES.length ? own : mix(own, known.text, 0.45);
}

/** Returns the color of a number from -1 (orange) over 0 (the background) to 1 (blue). */
export function signed(value) {
  const size = Math.min(1, Math.abs(value));
  return mix(known.ground, value < 0 ? known.orange : known.blue, 0.06 + 0.94 * size);
}

/** Returns a color for CSS. */
export const css = ([red, green, blue], opacity = 1) => `rgb(${red} ${green} ${blue} / ${opacity})`;

/** Returns black or white, whichever is easier to read on a color. */
export function ink(background) {
  const light = [0.2126, 0.7152, 0.0722].reduce((sum, part, k) => {
    const value = background[k] / 255;
    return sum + part * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  }, 0);
  return light > 0.18 ? '#000000' : '#ffffff';
}
