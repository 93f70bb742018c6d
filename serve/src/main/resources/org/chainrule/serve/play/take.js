// What a person takes away: the command, the Java program, the model file, the table and a link.
import { el, show } from '/web/dom.js';

/** @param actions code(), which returns the command and perhaps a program; modelAddress(); link() */
export class TakeAway {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    show(root, el('p', {}, 'The network of the step that you see, as a command, a program and a model file.'),
      el('button', { type: 'button', class: 'main noprint', click: () => this.load() }, 'Show them'),
      this.place = el('div', {}));
  }

  /** Forgets what belonged to other settings. */
  reset() {
    show(this.place);
  }

  async load() {
    const code = await this.actions.code();
    if (!code) {
      return;
    }
    const sample = this.actions.sample();
    show(this.place,
      el('h3', {}, 'The command'), this.text(code.command), el('p', { class: 'small quiet' }, code.differs),
      ...(code.java ? [el('h3', {}, 'The same training in Java'), this.text(code.java, 'java')] : []),
      el('h3', {}, 'Files'), el('p', { class: 'row noprint' },
        el('a', { href: this.actions.modelAddress(), download: '' }, 'The model (.safetensors)'),
        sample ? el('a', { href: `/api/samples/${sample}`, download: '' }, `The table (${sample}.csv)`) : null),
      el('p', { class: 'small quiet' }, 'The model is an ordinary one: chainrule predict, inspect, explain and serve read it.'),
      el('h3', {}, 'A link to this step'), this.text(this.actions.link()));
  }

  text(content, kind = '') {
    const copied = el('button', { type: 'button', class: 'noprint', click: async () => {
      await navigator.clipboard.writeText(content);
      copied.textContent = 'Copied';
      setTimeout(() => {
        copied.textContent = 'Copy';
      }, 1500);
    } }, 'Copy');
    return el('div', {}, el('pre', { class: kind, tabindex: 0 }, content), copied);
  }
}
