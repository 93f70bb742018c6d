// The arithmetic of one node in words and numbers: what is multiplied with what, forward, backward and in the update.
import { brief, el } from '/web/dom.js';

const SLOPES = { relu: 'ReLU′(z)', tanh: '1 − tanh²(z)', sigmoid: 'σ(z) (1 − σ(z))', gelu: 'GELU′(z)' };
const NAMES = { relu: 'ReLU', tanh: 'tanh', sigmoid: 'σ', gelu: 'GELU' };

const formula = (...parts) => el('p', { class: 'formula number' }, ...parts);
const heading = (text, kind) => el('h3', { class: kind + '-text' }, text);

function tabular(caption, head, rows) {
  return el('div', { class: 'cover' }, el('table', {}, el('caption', {}, caption),
    el('thead', {}, el('tr', {}, head.map((text, k) => el('th', { scope: 'col', class: k > 0 ? 'r' : '' }, text)))),
    el('tbody', {}, rows.map(row => el('tr', {}, row.map((cell, k) => el('td', { class: k > 0 ? 'r' : '' }, cell)))))));
}

/** Returns what enters a layer: the inputs, or the answers of the layer before. */
function entering({ walk, layer }) {
  return layer === 1 ? walk.input : walk.layers[layer - 2].a;
}

/** The sum and the activation of a node. */
export function forward(about) {
  const { walk, layer, unit, name } = about;
  const own = walk.layers[layer - 1];
  const x = entering(about).value;
  const units = own.z.value.length;
  const rows = Array.from(x, (value, i) => [name(layer - 1, i), brief(value), brief(own.weight.before[i * units + unit]),
    brief(value * own.weight.before[i * units + unit])]);
  const bend = own.activation === 'none' ? []
    : [formula(`a = ${NAMES[own.activation]}(z) = ${NAMES[own.activation]}(${brief(own.z.value[unit])}) = `,
      el('strong', {}, brief(own.a.value[unit])))];
  return [heading(`Forward: ${name(layer, unit)}`, 'forward'),
    formula('z = Σ x · w + b = ', el('strong', {}, brief(own.z.value[unit])), `, with b = ${brief(own.bias.before[unit])}`),
    ...bend, tabular('What is multiplied with what', ['from', 'x', 'w', 'x · w'], rows),
    el('p', { class: 'small quiet' }, 'Press another node to see its numbers.')];
}

/** The loss of the row. */
export function loss({ walk, table }) {
  const last = walk.layers.at(-1);
  if (table.task === 'classes') {
    const rows = walk.output.labels.map((label, k) => [k === walk.class ? `${label} (true)` : label,
      brief(last.z.value[k]), brief(walk.output.shares[k]), k === walk.class ? '1' : '0', brief(last.z.gradient[k])]);
    return [heading('The loss: how wrong the answer is', 'forward'),
      formula(`L = −log p(${walk.truth}) = −log ${brief(walk.output.shares[walk.class], 4)} = `,
        el('strong', {}, brief(walk.loss))),
      el('p', {}, 'The softmax turns the outputs z into probabilities p. Its gradient is what the network should have said less: dL/dz = p − truth.'),
      tabular('The outputs', ['class', 'z', 'p', 'truth', 'dL/dz'], rows)];
  }
  return [heading('The loss: how wrong the answer is', 'forward'),
    formula(`L = (z − truth)² = (${brief(last.z.value[0])} − ${brief(walk.learned)})² = `, el('strong', {}, brief(walk.loss))),
    el('p', {}, `In the unit of ${table.target}: the network says ${brief(walk.output.number, 4)}, the table ${walk.truth}. The network learns the number in standard deviations from the mean.`),
    formula('dL/dz = 2 (z − truth) = ', el('strong', {}, brief(last.z.gradient[0])))];
}

/** The chain rule at a node. */
export function backward(about) {
  const { walk, layer, unit, name } = about;
  const own = walk.layers[layer - 1];
  const units = own.z.value.length;
  const dz = own.z.gradient[unit];
  const parts = [heading(`Backward: ${name(layer, unit)}`, 'backward')];
  if (layer < walk.layers.length) {
    const next = walk.layers[layer];
    const across = next.z.value.length;
    parts.push(formula('dL/da = Σ w · dL/dz of the next layer = ', el('strong', {}, brief(own.a.gradient[unit]))),
      tabular('What comes back', ['from', 'w', 'dL/dz', 'w · dL/dz'], Array.from(next.z.gradient, (gradient, k) => {
        const weight = next.weight.before[unit * across + k];
        return [name(layer + 1, k), brief(weight), brief(gradient), brief(weight * gradient)];
      })));
    if (own.slope) {
      parts.push(formula(`dL/dz = dL/da · ${SLOPES[own.activation]} = ${brief(own.a.gradient[unit])} · ${brief(own.slope[unit])} = `,
        el('strong', {}, brief(dz))));
    } else {
      parts.push(formula('dL/dz = dL/da = ', el('strong', {}, brief(dz))));
    }
  } else {
    parts.push(formula('dL/dz = ', el('strong', {}, brief(dz)), ', from the loss'));
  }
  const x = entering(about).value;
  parts.push(tabular('Its weights: dL/dw = x · dL/dz', ['from', 'x', 'dL/dz', 'dL/dw'], Array.from(x, (value, i) =>
    [name(layer - 1, i), brief(value), brief(dz), brief(own.weight.gradient[i * units + unit])])),
  formula('dL/db = dL/dz = ', el('strong', {}, brief(own.bias.gradient[unit]))));
  return parts;
}

/** The update of the weights of a node. */
export function update(about) {
  const { walk, layer, unit, name } = about;
  const own = walk.layers[layer - 1];
  const units = own.z.value.length;
  const x = entering(about).value;
  const row = (label, kind, at) => [label, brief(own[kind].before[at], 4), brief(own[kind].gradient[at]),
    brief(own[kind].after[at] - own[kind].before[at]), brief(own[kind].after[at], 4)];
  const plain = walk.optimizer.startsWith('sgd');
  return [heading(`The update: ${name(layer, unit)}`, 'backward'),
    formula(plain ? `w′ = w − rate · dL/dw, with rate = ${walk.rate}` : `w′ = ${walk.optimizer} of w and dL/dw`),
    el('p', {}, plain ? 'This is what the weights would be if the network learned from this row alone.'
      : 'This is what the weights would be if the network learned from this row alone. The optimizer remembers the gradients of earlier steps, so the change does not follow from this gradient alone.'),
    tabular('Its weights', ['from', 'w', 'dL/dw', 'change', 'w′'],
      [...Array.from(x, (_, i) => row(name(layer - 1, i), 'weight', i * units + unit)), row('bias', 'bias', unit)])];
}
