// The controls of the network and its training. Each change begins the training anew, at once.
import { choice, count, el, show } from '/web/dom.js';

const MOST_LAYERS = 12;
const MOST_UNITS = 64;
const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.005, 0.01, 0.02, 0.03, 0.1, 0.3, 1, 3];
const ACTIVATIONS = [['relu', 'ReLU'], ['tanh', 'tanh'], ['sigmoid', 'sigmoid'], ['gelu', 'GELU'], ['none', 'none (linear)']];
const OPTIMIZERS = [['sgd', 'gradient descent'], ['momentum', 'momentum'], ['adam', 'Adam']];
const REGULARISATIONS = [['none', 'none'], ['decay', 'weight decay'], ['dropout', 'dropout']];
const AMOUNTS = { decay: [0.001, 0.01, 0.1, 0.3, 1], dropout: [0.1, 0.2, 0.3, 0.5] };

/** @param change called with the settings that a person changes */
export class SettingsPanel {
  constructor(root, change) {
    this.root = root;
    this.change = change;
  }

  show(about) {
    const { settings } = about;
    const focused = document.activeElement?.dataset?.key;
    show(this.root, this.layers(settings, about), el('div', { class: 'fields' },
      choice('Activation', ACTIVATIONS, settings.activation, activation => this.change({ activation })),
      choice('Optimizer', OPTIMIZERS, settings.optimizer, optimizer => this.change(
        optimizer === 'adam' ? { optimizer } : { optimizer, decay: 0 })),
      choice('Learning rate', this.numbers(RATES, settings.rate), settings.rate, rate => this.change({ rate: Number(rate) })),
      choice('Rows per step', this.numbers([1, 4, 8, 16, 32, 64, 128, 256, 1024], settings.batch), settings.batch,
        batch => this.change({ batch: Number(batch) })),
      ...this.regularisation(settings),
      this.seed(settings)));
    if (focused) {
      this.root.querySelector(`[data-key="${focused}"]`)?.focus();
    }
    this.root.querySelectorAll('label.field select').forEach(select => {
      select.dataset.key = select.parentElement.firstElementChild.textContent;
    });
  }

  numbers(usual, own) {
    return [...new Set([...usual, own])].sort((a, b) => a - b).map(value => [value, String(value)]);
  }

  layers(settings, about) {
    const widths = settings.hidden;
    const set = hidden => this.change({ hidden });
    const row = (units, place) => el('div', { class: 'layer' }, el('span', {}, `Layer ${place + 1}`),
      el('button', { type: 'button', 'data-key': `fewer${place}`, 'aria-label': `Layer ${place + 1}: fewer units`,
        disabled: units <= 1, click: () => set(widths.with(place, fewer(units))) }, '−'),
      el('output', { 'aria-label': `Units of layer ${place + 1}` }, units),
      el('button', { type: 'button', 'data-key': `more${place}`, 'aria-label': `Layer ${place + 1}: more units`,
        disabled: units >= MOST_UNITS, click: () => set(widths.with(place, more(units))) }, '+'));
    return el('div', {}, el('div', { class: 'layers' }, widths.map(row)),
      el('div', { class: 'row' },
        el('button', { type: 'button', 'data-key': 'add', disabled: widths.length >= MOST_LAYERS,
          click: () => set([...widths, widths.at(-1) ?? 8]) }, 'Add a layer'),
        el('button', { type: 'button', 'data-key': 'remove', disabled: widths.length === 0,
          click: () => set(widths.slice(0, -1)) }, 'Remove one')),
      el('p', { class: 'quiet small' }, widths.length === 0
        ? `No hidden layer: a linear model with ${count(about.parameters)} parameters.`
        : `${count(about.parameters)} parameters.`));
  }

  regularisation(settings) {
    const kind = settings.dropout > 0 ? 'dropout' : settings.decay > 0 ? 'decay' : 'none';
    const chosen = word => ({
      none: { decay: 0, dropout: 0 },
      decay: { decay: 0.1, dropout: 0, optimizer: 'adam' },
      dropout: { decay: 0, dropout: 0.2 },
    })[word];
    const fields = [choice('Regularisation', REGULARISATIONS, kind, word => this.change(chosen(word)))];
    if (kind !== 'none') {
      fields.push(choice(kind === 'decay' ? 'Decay' : 'Share dropped', this.numbers(AMOUNTS[kind], settings[kind]),
        settings[kind], value => this.change({ [kind]: Number(value) })));
    }
    return fields;
  }

  seed(settings) {
    return el('div', { class: 'field' }, el('span', {}, 'Seed'), el('div', { class: 'row' },
      el('output', { class: 'number', 'aria-label': 'Seed' }, settings.seed),
      el('button', { type: 'button', 'data-key': 'seed', click: () => this.change({ seed: settings.seed + 1 }) },
        'Another')));
  }
}

const more = units => Math.min(MOST_UNITS, units < 8 ? units + 1 : units < 16 ? units + 2 : units < 32 ? units + 4 : units + 8);
const fewer = units => Math.max(1, units <= 8 ? units - 1 : units <= 16 ? units - 2 : units <= 32 ? units - 4 : units - 8);
