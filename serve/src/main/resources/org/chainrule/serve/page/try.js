// The page on which a person tries the models of a server. It makes a field for each column of the chosen model.

import { brief, byId, el, show } from './web/dom.js';

let models = [];
let model;
let token = '';

async function ask(path, body) {
  const headers = {};
  if (token) headers.Authorization = 'Bearer ' + token;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method: body === undefined ? 'GET' : 'POST', headers, body });
  const answer = await response.json();
  if (response.status === 401) byId('token-form').hidden = false;
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function note(text, wrong = false) {
  byId('note').textContent = text;
  byId('note').className = wrong ? 'wrong' : '';
}

async function load() {
  try {
    models = (await ask('models')).models;
  } catch (error) {
    note(error.message, true);
    return;
  }
  byId('token-form').hidden = true;
  show(byId('model'), models.map(each => el('option', { value: each.name }, each.name)));
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (models.some(each => each.name === wanted)) byId('model').value = wanted;
  choose();
}

function choose() {
  model = models.find(each => each.name === byId('model').value);
  show(byId('fields'), model.columns.map(field));
  byId('row').hidden = false;
  byId('answer').hidden = true;
  note('Predicts ' + model.targets.map(each => each.column).join(', ') + ' from ' + model.columns.length
    + (model.columns.length === 1 ? ' column.' : ' columns.'));
}

function field(column, number) {
  const id = 'field' + number;
  const hint = column.range ? 'in training ' + column.range
    : column.kind === 'list' ? 'items separated by semicolons' : '';
  const shared = { id, 'aria-describedby': hint ? id + '-hint' : null };
  let input;
  if (column.kind === 'category' && column.values) {
    input = el('select', shared, ['', ...column.values].map(value => el('option', { value }, value)));
    input.value = String(column.example);
  } else if (column.kind === 'text') {
    input = el('textarea', { ...shared, rows: 3 }, String(column.example));
  } else {
    input = el('input', { ...shared, type: 'text', value: [].concat(column.example).join(';'),
      inputmode: column.kind === 'number' ? 'decimal' : null });
  }
  return el('div', {}, el('label', { for: id }, column.column), input,
    hint ? el('small', { id: id + '-hint' }, hint) : null);
}

// A number keeps its text: what the person typed is what the server reads.
function body() {
  const parts = model.columns.map((column, number) => {
    const text = byId('field' + number).value.trim();
    const plain = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
    const value = text === '' ? 'null'
      : column.kind === 'number' && plain ? text
      : column.kind === 'list' ? JSON.stringify(text.split(';').map(item => item.trim())) : JSON.stringify(text);
    return JSON.stringify(column.column) + ': ' + value;
  });
  return '{' + parts.join(', ') + '}';
}

function address(parameters) {
  const query = parameters.filter(Boolean).join('&');
  return 'models/' + encodeURIComponent(model.name) + '/predict' + (query ? '?' + query : '');
}

async function predict() {
  const classes = model.targets.some(each => each.kind !== 'number');
  const numbers = model.targets.some(each => each.kind === 'number');
  const parameters = [classes && 'proba', byId('explain').checked && 'explain'];
  const sent = body();
  byId('answer').hidden = true;
  try {
    let path = address(parameters);
    const begun = performance.now();
    let answer = await ask(path, sent);
    const took = performance.now() - begun;
    if (numbers && !answer.quantiles) {
      // not every model has intervals; then the numbers alone are shown
      const wider = address([...parameters, 'interval']);
      await ask(wider, sent).then(more => {
        answer = more;
        path = wider;
      }, () => {});
    }
    note('Answered in ' + took.toFixed(1) + ' ms.');
    present(answer, path, sent);
  } catch (error) {
    note(error.message, true);
  }
}

/** Returns pairs of a target and its part of an answer; the target is empty if the answer has only one. */
function byTarget(part) {
  if (part === undefined) return [];
  return model.targets.length > 1 ? Object.entries(part) : [['', part]];
}

function present(answer, path, sent) {
  show(byId('value'), values(answer).map(text => el('div', {}, text)));
  show(byId('bars'),
    byTarget(answer.probabilities).map(([target, shares]) => [heading(target),
      Object.entries(shares).map(([name, share]) =>
        bar(name, share, 1, (100 * share).toFixed(1) + ' %'))]).flat(2),
    byTarget(answer.quantiles).map(([target, levels]) => [heading(target),
      Object.entries(levels).map(([level, number]) => el('div', {}, level + ': ' + number))]).flat(2));
  const explanation = answer.explanation;
  show(byId('why'), explanation === undefined ? []
    : explanation.columns instanceof Array ? why('', explanation)
    : Object.entries(explanation).map(([target, each]) => why(target, each)).flat());
  show(byId('remarks'), (answer.remarks ?? []).map(text => el('li', {}, text)));
  byId('json').textContent = JSON.stringify(answer, null, 2);
  byId('curl').textContent = 'curl ' + shell(new URL(path, location.href).href)
    + (token ? " -H 'Authorization: Bearer TOKEN'" : '') + ' -d ' + shell(sent);
  byId('answer').hidden = false;
}

/** Returns a text as one word of a POSIX shell. */
const shell = text => "'" + text.replaceAll("'", "'\\''") + "'";

const heading = target => target ? el('h3', {}, target) : null;

function values(answer) {
  if (Array.isArray(answer.prediction)) return [answer.prediction.join(', ') || 'no label'];
  const several = model.targets.length > 1;
  return byTarget(answer.prediction).map(([target, value]) => {
    const low = several ? answer.low?.[target] : answer.low;
    const high = several ? answer.high?.[target] : answer.high;
    return (target ? target + ': ' : '') + value
      + (low !== undefined && low !== null ? ' (9 of 10 lie from ' + low + ' to ' + high + ')' : '');
  });
}

function why(target, explanation) {
  const most = Math.max(...explanation.columns.map(each => Math.abs(each.amount)), 1e-12);
  return [el('h3', {}, 'What moved ' + (target && target !== explanation.output ? target + ': ' : '')
    + explanation.output + (explanation.scale === 'log-odds' ? ' (in log-odds)' : '')),
    ...explanation.columns.map(each =>
      bar(each.column, each.amount, most, (each.amount > 0 ? '+' : '') + brief(each.amount)))];
}

function bar(name, amount, most, text) {
  const rod = el('i', { class: amount < 0 ? 'down' : null });
  rod.style.width = (100 * Math.abs(amount) / most).toFixed(2) + '%';
  return el('div', { class: 'bar' }, el('span', {}, name), rod, el('b', {}, text));
}

byId('model').addEventListener('change', choose);
byId('row').addEventListener('submit', event => {
  event.preventDefault();
  predict();
});
byId('token-form').addEventListener('submit', event => {
  event.preventDefault();
  token = byId('token').value;
  load();
});
load();
