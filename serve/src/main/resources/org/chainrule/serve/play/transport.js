// Play, pause, and the way back and forth through the training.
import { count, el, show } from '/web/dom.js';

const SPEEDS = [[8, 'slow'], [30, 'usual speed'], [120, 'fast'], [1000, 'as fast as it can']];

/** @param actions play(playing), speed(marks), step(), again(), look(mark) */
export class Transport {
  constructor(root, actions) {
    this.actions = actions;
    this.playing = true;
    this.button = el('button', { type: 'button', class: 'main', click: () => actions.play(!this.playing) }, 'Pause');
    this.stepper = el('button', { type: 'button', click: () => actions.step() }, 'One step');
    this.restart = el('button', { type: 'button', click: () => actions.again() }, 'Again');
    this.slider = el('input', { type: 'range', min: 0, max: 0, value: 0, 'aria-label': 'Step of the training',
      input: () => actions.look(Number(this.slider.value)) });
    this.where = el('span', { class: 'where number' });
    this.speeds = el('select', { 'aria-label': 'Speed', change: () => actions.speed(Number(this.speeds.value)) }, SPEEDS.map(([value, text]) => el('option', { value, selected: value === 30 }, text)));
    show(root, el('div', { class: 'row' }, this.button, this.stepper, this.restart), this.slider,
      el('div', { class: 'row' }, this.where, this.speeds));
  }

  /** Shows which mark of how many the page looks at. */
  show(marks, at, perEpoch) {
    this.slider.max = Math.max(0, marks.length - 1);
    this.slider.value = at;
    const step = marks[at]?.[0] ?? 0;
    const last = marks.at(-1)?.[0] ?? 0;
    const words = `step ${count(step)}` + (step < last ? ` of ${count(last)}` : '') + `, epoch ${count(Math.floor(step / perEpoch) + 1)}`;
    this.slider.setAttribute('aria-valuetext', words);
    this.where.textContent = words;
  }

  running(playing) {
    this.playing = playing;
    this.button.textContent = playing ? 'Pause' : 'Play';
  }

  fast(speed) {
    this.speeds.value = SPEEDS.findLast(([value]) => value <= speed)?.[0] ?? 8;
  }
}
