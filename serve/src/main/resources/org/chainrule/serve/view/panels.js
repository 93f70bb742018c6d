// The panels beside the curves: numbers, warnings, the list of networks, gradients and histograms.
import { brief, count, el, show } from '/web/dom.js';
import { svg } from '/flow.js';

const MOST = 24;

/** Returns a time in words: 4.2 s, 3 min 20 s, 2 h 5 min. */
export function time(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  if (seconds < 60) {
    return (seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)) + ' s';
  }
  const whole = Math.round(seconds);
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

const bytes = size => size < 1e6 ? (size / 1e3).toFixed(0) + ' kB' : size < 1e9 ? (size / 1e6).toFixed(1) + ' MB'
  : (size / 1e9).toFixed(2) + ' GB';

/** Shows the training in numbers. */
export function facts(root, state, detail) {
  const fact = (name, value, more) => el('div', {}, el('dt', {}, name), el('dd', {}, value,
    more ? el('small', {}, ' ' + more) : null));
  show(root,
    fact('Epoch', detail ? count(detail.epoch) : '–', detail ? `of at most ${count(detail.epochs)}` : ''),
    fact('Best epoch so far', detail?.best > 0 ? count(detail.best) : detail?.first > 1 ? `before ${count(detail.first)}` : '–'),
    fact('Time', time(state.elapsed)),
    fact('Time left', state.left === null ? '–' : (state.networks.length > 1 ? 'about ' : 'at most ') + time(state.left)),
    fact('Learning rate', brief(detail?.rate)),
    fact('Rows per second', detail && detail.rowsPerSecond !== null ? count(Math.round(detail.rowsPerSecond)) : '–'),
    fact('Memory planned for a step', detail && detail.memory > 0 ? bytes(detail.memory) : '–'),
    fact('Memory in use', bytes(state.memoryUsed), 'of ' + bytes(state.memoryMost)));
}

/** Shows the warnings. */
export function findings(section, root, list) {
  section.hidden = list.length === 0;
  const text = JSON.stringify(list);
  if (root.dataset.text !== text) {
    root.dataset.text = text;
    show(root, list.map(each => el('div', { class: 'alert' },
      el('p', {}, el('strong', {}, each.kind), ': ' + each.fact), el('p', {}, each.advice))));
  }
}

/** Shows the list of networks. */
export function networks(section, root, state, shown, measure, choose) {
  section.hidden = state.networks.length < 2;
  const weighted = state.networks.some(each => each.weight !== null);
  const focus = document.activeElement?.dataset?.network;
  const head = el('tr', {}, el('th', { scope: 'col' }, 'Network'), el('th', { scope: 'col' }, 'State'),
    el('th', { scope: 'col', class: 'wide' }, 'Epochs'), el('th', { scope: 'col', class: 'r' }, `Best ${measure || 'loss'}`),
    weighted ? el('th', { scope: 'col', class: 'r' }, 'Weight in the model') : null);
  const rows = state.networks.map(each => el('tr', { 'aria-current': String(each.name === shown) },
    el('td', {}, el('button', { type: 'button', 'data-network': each.name, 'aria-pressed': String(each.name === shown),
      click: () => choose(each.name) }, each.name)),
    el('td', {}, each.state),
    el('td', { class: 'wide' }, each.state === 'training'
      ? el('progress', { max: Math.max(1, each.epochs), value: each.epoch, 'aria-label': `epochs of ${each.name}` })
      : each.epoch > 0 ? count(each.epoch) : ''),
    el('td', { class: 'r' }, brief(measure ? each.measures[measure] : each.loss)),
    weighted ? el('td', { class: 'r' }, each.weight === null ? '' : each.weight.toFixed(2)) : null));
  show(root, el('table', {}, el('thead', {}, head), el('tbody', {}, rows)));
  if (focus) {
    root.querySelector(`[data-network="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }
}

/** Shows the norm of the gradient of each parameter as a bar, on a logarithmic scale. */
export function gradients(root, measured) {
  const all = measured.weights.slice(0, MOST);
  const known = all.map(each => each.gradient).filter(value => value > 0);
  const high = Math.log10(Math.max(...known, 1e-30));
  const low = Math.min(Math.log10(Math.min(...known, 1e30)), high - 2) - 0.3;
  const rows = all.flatMap(each => {
    const share = each.gradient > 0 ? (Math.log10(each.gradient) - low) / (high - low) : 0;
    return [el('span', {}, each.path), el('i', { style: `width:${(100 * share).toFixed(1)}%` }), el('span', {},
      brief(each.gradient))];
  });
  show(root, el('div', { class: 'bars', role: 'img', 'aria-label': 'Norm of the gradient: '
    + all.map(each => `${each.path} ${brief(each.gradient)}`).join(', ') }, rows),
  el('p', { class: 'small quiet' }, `Euclidean norms, on a logarithmic scale; ${brief(measured.gradientNorm)} together.`
    + (measured.weights.length > MOST ? ` The first ${MOST} of ${count(measured.weights.length)}.` : '')));
}

/** Shows a histogram for each of some things with a path and values. */
export function histograms(root, things, color) {
  show(root, things.slice(0, MOST).map(each => {
    const { counts, low, high, rms } = each.values;
    const most = Math.max(...counts, 1);
    const bars = counts.map((value, k) => svg('rect', { x: 5 * k, y: 40 - 40 * value / most, width: 4.4,
      height: 40 * value / most, style: `fill:var(--${color})` }));
    return el('figure', {}, el('figcaption', {}, each.path),
      svg('svg', { viewBox: '0 0 120 40', preserveAspectRatio: 'none', role: 'img',
        'aria-label': `${each.path}: from ${brief(low)} to ${brief(high)}, root mean square ${brief(rms)}` }, ...bars),
      el('div', { class: 'range', 'aria-hidden': 'true' }, el('span', {}, brief(low)), el('span', {}, brief(high))));
  }), things.length > MOST ? el('p', { class: 'small quiet' }, `The first ${MOST} of ${count(things.length)}.`) : null);
}

/** Shows the measures of the model and of the baselines. */
export function result(section, root, found) {
  section.hidden = !found || Object.keys(found.model).length === 0;
  if (section.hidden) {
    return;
  }
  const names = Object.keys(found.model).filter(name => name !== 'loss');
  const line = (name, measures) => el('tr', {}, el('th', { scope: 'row' }, name),
    names.map(measure => el('td', { class: 'r' }, brief(measures[measure], 4))));
  show(root, el('table', {}, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, ''),
    names.map(name => el('th', { scope: 'col', class: 'r' }, name)))), el('tbody', {}, line('the model', found.model),
    Object.entries(found.baselines).map(([name, measures]) => line(name, measures)))));
}
