// The page of a training: it reads the state from the process that trains, and sends what the buttons ask.
import { MarkChart } from '/web/chart.js';
import { brief, byId, choice, show } from '/web/dom.js';
import { drawFlow } from '/flow.js';
import { ending, facts, findings, gradients, histograms, networks, reactions, result, time } from '/panels.js';

const token = location.hash.slice(1);
const LINES = { training: [], held: [], measures: [] };
let stream = null;
let wanted = '';
let shown = '';
let measure = '';
let state = null;
let detail = null;
let finished = false;
let charts = null;
let offered = '';
/** The root mean square of each parameter at each measurement that this page has seen, by network and path. */
const history = new Map();

function connect() {
  stream?.close();
  stream = new EventSource(`/api/events?token=${encodeURIComponent(token)}&network=${encodeURIComponent(wanted)}`);
  stream.onmessage = event => take(JSON.parse(event.data));
  stream.onerror = () => {
    if (!finished) {
      say(state === null
        ? 'The training cannot be read. Open the address that the command printed, with everything after the #.'
        : state.stopping ? 'The command has ended. This is the last state.'
          : 'The connection is lost: the command has ended, or this machine was asleep. This is the last state.');
      if (state?.stopping) {
        stream.close();
      }
      buttons();
    }
  };
}

function say(text) {
  const message = byId('message');
  message.hidden = text === '';
  if (message.textContent !== text) {
    message.textContent = text;
  }
}

/** Takes a state: what is new about one network is added to what is known of it. */
function take(next) {
  state = next;
  if (next.detail) {
    shown = next.detail.name;
    // another network, another training of the same name and a new connection begin with the first line
    Object.values(LINES).forEach(list => list.splice(next.detail.from));
    next.detail.lines.forEach(([training, held, measures]) => {
      LINES.training.push(training);
      LINES.held.push(held);
      LINES.measures.push(measures);
    });
    next.detail.measured?.weights.forEach(each => {
      const key = `${shown} ${each.path}`;
      // another training of the same name begins with an earlier epoch
      const before = (history.get(key) ?? []).filter(([epoch]) => epoch <= next.detail.epoch);
      history.set(key, [...before, [next.detail.epoch, each.values.rms]]);
    });
    const last = detail?.measured;
    detail = next.detail;
    detail.fresh = detail.measured !== null;
    if (detail.measurement > 0) {
      detail.measured ??= last;
    }
  }
  finished = next.ended;
  if (finished) {
    stream.close();
  }
  say(detail?.failure ?? '');
  draw();
}

function draw() {
  const going = !finished && !state.paused;
  document.body.classList.toggle('going', going);
  byId('title').textContent = state.title ? `Training: ${state.title}` : 'Training';
  document.title = (state.title || 'Training') + ' - Chainrule';
  byId('status').textContent = finished
    ? `The training has ended after ${time(state.elapsed)}. This page keeps its last state.`
    : state.stopping ? 'Stopping, and keeping the best epoch so far.'
      : state.paused ? 'Paused. It goes on when you resume, or 10 seconds after you close this page.'
        : shown ? `Training ${shown}.` : 'The training is being prepared.';
  byId('help').textContent = finished ? '' : 'Keep the best ends the network that is shown after this epoch, and goes on'
    + ' with the rest. Stop ends everything, like Ctrl-C. Both keep the parameters of the best epoch.';
  buttons();
  facts(byId('facts'), state, detail);
  findings(byId('warnings'), byId('findings'), detail?.findings ?? []);
  progress();
  result(byId('end'), byId('result'), state.result);
  ending(byId('ending'), state.ending);
  curves();
  networks(byId('networks'), byId('list'), state, shown, measure, choose);
  if (detail?.measured && (detail.fresh || byId('flow').childElementCount === 0)) {
    drawFlow(byId('flow'), detail.measured);
    gradients(byId('gradients'), detail.measured);
    reactions(byId('inputs-panel'), byId('inputs'), detail.measured, state.inputs);
    histograms(byId('weights'), detail.measured.weights, 'green', path => history.get(`${shown} ${path}`) ?? []);
    histograms(byId('values'), detail.measured.layers, 'blue');
  } else if (detail && !detail.measured) {
    show(byId('flow'), Object.assign(document.createElement('p'), { className: 'quiet', textContent:
      'Nobody looked at this network while it trained, so nothing was measured inside it.' }));
  }
  byId('side').hidden = !detail?.measured;
}

/** Says whether the network that is shown has converged and overfits. */
function progress() {
  const text = !detail?.progress ? '' : (state.networks.length > 1 ? `${shown}: ` : '') + detail.progress
    + (detail.weight === 0 ? ' It is no part of the model.' : '');
  byId('progress').textContent = text;
  byId('warnings').hidden = byId('warnings').hidden && text === '';
}

function buttons() {
  const dead = finished || state === null || state.stopping || stream.readyState === EventSource.CLOSED;
  const pause = byId('pause');
  pause.disabled = dead;
  pause.textContent = state?.paused ? 'Resume' : 'Pause';
  byId('stop').disabled = dead;
  byId('stop').textContent = state?.networks.some(each => each.best > 0 || each.first > 1) ? 'Stop and keep the best' : 'Stop and keep nothing';
  byId('keep').disabled = dead || detail?.state !== 'training' || detail.keeps;
}

// ---- Curves

function curves() {
  const names = [...new Set(LINES.measures.flatMap(each => Object.keys(each)))];
  if (!names.includes(measure)) {
    measure = names.includes('accuracy') ? 'accuracy' : names.includes(state.deciding) ? state.deciding : names[0] ?? '';
  }
  charts ??= build();
  if (offered !== names.join()) {
    offered = names.join();
    show(byId('measure'), names.length < 2 ? null : choice('Measure', names.map(each => [each, each]), measure, value => {
      measure = value;
      draw();
    }));
  }
  charts.loss.update([LINES.training, LINES.held], -1);
  const values = LINES.measures.map(each => each[measure] ?? null);
  const level = value => values.map(() => value ?? null);
  const linear = state.networks.find(each => each.name === 'linear' && shown !== 'linear');
  charts.metric.update([values, level(state.constant[measure]), level(linear?.measures[measure])], -1);
  const at = detail && detail.best > 0 ? detail.best - detail.first : -1;
  const words = at < 0 ? LINES.training.length > 0 ? `The best epoch was one before ${detail.first}, when the training was resumed.`
    : 'No epoch has ended yet.'
    : `Best epoch ${detail.best}: ${brief(LINES.training[at])} on the training rows, ${brief(LINES.held[at])} on the validation rows.`;
  byId('loss-words').textContent = words;
  byId('loss').setAttribute('aria-label', 'The loss after each epoch. ' + words);
  const about = at < 0 ? '' : `${measure} ${brief(values[at])} in the best epoch; `
    + `${brief(state.constant[measure])} by always saying the same`
    + (linear?.measures[measure] !== undefined ? `; ${brief(linear.measures[measure])} by a linear model.` : finished || state.networks.some(each => each.name === 'linear')
      ? '.' : '; the linear model is trained after the network.');
  byId('metric-words').textContent = Object.keys(state.constant).length === 0 && at >= 0
    ? `${measure} ${brief(values[at])} in the best epoch.` : about;
  byId('metric').setAttribute('aria-label', `${measure} on the validation rows after each epoch. ` + about);
}

function build() {
  const name = place => String(place + (detail?.first ?? 1));
  return {
    loss: new MarkChart(byId('loss'), { name, height: 240, log: false, series: [
      { label: 'training', color: 'blue' }, { label: 'validation', color: 'orange' }] }),
    metric: new MarkChart(byId('metric'), { name, height: 240, log: false, series: [
      { label: 'this network', color: 'orange' }, { label: 'always the same', color: 'quiet', dash: [4, 4] },
      { label: 'linear model', color: 'purple', dash: [8, 4] }] }),
  };
}

// ---- What a reader asks

function choose(network) {
  wanted = network;
  connect();
}

async function ask(path) {
  try {
    const answer = await fetch('/api/' + path, { method: 'POST', headers: { 'X-Token': token } });
    if (!answer.ok) {
      say((await answer.json()).error);
    }
  } catch {
    say('The command does not answer; it may have ended.');
  }
}

byId('pause').addEventListener('click', () => ask(state.paused ? 'resume' : 'pause'));
byId('stop').addEventListener('click', () => ask('stop'));
byId('keep').addEventListener('click', () => ask('keep?network=' + encodeURIComponent(shown)));
addEventListener('hashchange', () => location.reload());
connect();
