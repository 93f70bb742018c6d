// The panels beside the curves: numbers, warnings, the list of networks, gradients and histograms.
import { brief, count, el, show } from '/web/dom.js';
import { against, bars, confusion, square } from '/web/quality.js';
import { svg } from '/flow.js';

const MOST = 24;
const BARS = 10;
const BASELINES = { constant: 'always the same', linear: 'linear model', neighbors: 'nearest neighbors' };

/** Returns a measure with the digits of the report. */
const measured = value => value === null || value === undefined ? '–'
  : Math.abs(value) < 1000 ? value.toFixed(4).replace(/^-0\.0+$/, '0.0000').replace('-', '−') : brief(value);

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
    el('td', {}, state.ended && each.state === 'waiting' ? 'not trained' : each.state),
    el('td', { class: 'wide' }, each.state === 'training'
      ? el('progress', { max: Math.max(1, each.epochs), value: each.epoch, 'aria-label': `epochs of ${each.name}` })
      : each.epoch > 0 ? count(each.epoch) : ''),
    el('td', { class: 'r' }, measured(measure ? each.measures[measure] : each.loss)),
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

/**
 * Shows a histogram for each of some things with a path and values.
 *
 * @param sizes returns the root mean squares so far of the one with a path: [[epoch, value], ...]
 */
export function histograms(root, things, color, sizes = () => []) {
  show(root, things.slice(0, MOST).map(each => {
    const { counts, low, high, rms } = each.values;
    const most = Math.max(...counts, 1);
    const bars = counts.map((value, k) => svg('rect', { x: 5 * k, y: 40 - 40 * value / most, width: 4.4,
      height: 40 * value / most, style: `fill:var(--${color})` }));
    return el('figure', {}, el('figcaption', {}, each.path),
      svg('svg', { viewBox: '0 0 120 40', preserveAspectRatio: 'none', role: 'img',
        'aria-label': `${each.path}: from ${brief(low)} to ${brief(high)}, root mean square ${brief(rms)}` }, ...bars),
      el('div', { class: 'range', 'aria-hidden': 'true' }, el('span', {}, brief(low)), el('span', {}, brief(high))),
      change(sizes(each.path)));
  }), things.length > MOST ? el('p', { class: 'small quiet' }, `The first ${MOST} of ${count(things.length)}.`) : null);
}

/** Returns a line of the sizes that a parameter has had. */
function change(sizes) {
  if (sizes.length < 2) {
    return null;
  }
  const values = sizes.map(each => each[1]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, k) => `${(120 * k / (values.length - 1)).toFixed(1)},${(22 - 20 * (value - low) / (high - low || 1)).toFixed(1)}`);
  return el('div', { class: 'change' }, svg('svg', { viewBox: '0 0 120 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('polyline', { points: points.join(' ') })),
  el('span', {}, `size ${brief(values[0])} → ${brief(values.at(-1))} since epoch ${count(sizes[0][0])}`));
}

/** Shows the measures of the model and of the baselines. */
export function result(section, root, found) {
  section.hidden = !found || Object.keys(found.model).length === 0;
  if (section.hidden) {
    return;
  }
  const names = Object.keys(found.model).filter(name => name !== 'loss');
  const line = (name, measures) => el('tr', {}, el('th', { scope: 'row' }, name),
    names.map(measure => el('td', { class: 'r' }, measured(measures[measure]))));
  show(root, el('table', {}, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, ''),
    names.map(name => el('th', { scope: 'col', class: 'r' }, name)))), el('tbody', {}, line('the model', found.model),
    Object.entries(found.baselines).map(([name, measures]) => line(name.replace(/^[a-z]+/, word => BASELINES[word] ?? word), measures)))));
}

/** Shows what the model relies on and where it errs. */
export function ending(section, found) {
  const text = JSON.stringify(found);
  if (section.dataset.text === text) {
    return;
  }
  section.dataset.text = text;
  section.hidden = !found;
  if (!found) {
    return;
  }
  const first = found.columns.slice(0, BARS);
  show(section.querySelector('#columns'), bars(first.map(each => [each.column, each.rise])), el('p', { class: 'small quiet' },
    `By how much ${found.metric} on ${count(found.rows)} test rows gets worse if the column is shuffled among them.`
    + (found.columns.length > BARS ? ` The first ${BARS} of ${count(found.columns.length)} columns.` : '')));
  const errors = section.querySelector('#errors');
  if (found.confusion) {
    show(errors, ...confusion(found.confusion, found.labels, 'test rows'));
  } else if (found.truth) {
    const points = found.truth.map((truth, i) => ({ truth, answer: found.prediction[i], held: true, color: 'orange' }));
    const far = points.reduce((most, each) => Math.abs(each.answer - each.truth) > Math.abs(most.answer - most.truth) ? each : most);
    const canvas = square();
    show(errors, el('p', { class: 'small' }, `Farthest off: ${brief(far.truth)}, predicted as ${brief(far.answer)}.`), canvas,
      el('p', { class: 'small quiet' }, 'Across the true numbers of test rows, up the predicted ones; on the line they are the same.'));
    against(canvas, points, 'Predicted against true numbers of test rows');
  } else {
    show(errors, el('p', { class: 'small quiet' }, 'See the report of the model.'));
  }
}

/** Shows how much the loss reacts to each input. */
export function reactions(section, root, found, names) {
  const reaction = found.layers[0]?.reaction ?? [];
  section.hidden = reaction.length === 0 || names.length === 0;
  const lines = reaction.map((value, k) => [names[k] ?? `input ${k + 1}`, value]).sort((a, b) => b[1] - a[1]);
  show(root, bars(lines.slice(0, BARS)), el('p', { class: 'small quiet' },
    `How strongly the loss of a row reacts to each input: its gradient times the spread of the input, over ${count(found.rows)} rows.`
    + (lines.length > BARS ? ` The first ${BARS} of ${count(names.length)}.` : '')));
}
