// The table: samples to pick, a file to drop, the column to predict and the columns of the picture.
import { choice, count, el, show } from '/web/dom.js';
import { sentence } from './lesson.js';

/** The choice of the table. @param actions known, file and change, which the page carries out */
export class DataChoice {
  constructor(root, start, actions) {
    this.root = root;
    this.start = start;
    this.actions = actions;
    /** The file that a person gave last, which the server does not keep unless it could learn it. */
    this.last = null;
    this.file = el('input', { type: 'file', class: 'sr', tabindex: -1, 'aria-hidden': 'true',
      accept: '.csv,.tsv,.txt,.json,.jsonl,.gz,text/csv', change: () => this.took(this.file.files) });
    this.choose = el('div', { class: 'choose' });
    this.buttons = new Map();
    for (const sample of start.samples) {
      this.buttons.set(sample.name, this.button(sample.title, sample.hint, () => this.known({ sample: sample.name })));
    }
    if (start.given) {
      this.buttons.set('', this.button(start.given, 'your table', () => this.known({})));
    }
    const drop = this.button('Your own table', `drop a CSV here, or press to choose one; up to ${start.limit >> 20} MB`,
      () => this.file.click());
    drop.classList.add('drop');
    root.append(...this.buttons.values(), drop, this.file, this.choose);
    this.dropping();
  }

  button(title, hint, click) {
    return el('button', { type: 'button', class: 'sample', 'aria-pressed': 'false', click }, el('strong', {}, title),
      el('small', {}, hint));
  }

  dropping() {
    let depth = 0;
    const over = wanted => this.root.classList.toggle('over', wanted);
    document.addEventListener('dragenter', () => over(++depth > 0));
    document.addEventListener('dragleave', () => over(--depth > 0));
    document.addEventListener('dragover', event => event.preventDefault());
    document.addEventListener('drop', event => {
      event.preventDefault();
      depth = 0;
      over(false);
      this.took(event.dataTransfer.files);
    });
  }

  took(files) {
    if (files.length > 0) {
      this.last = files[0];
      this.actions.file(files[0]);
    }
    this.file.value = '';
  }

  /** Takes a table that the server has. */
  known(wish) {
    this.last = null;
    this.actions.known(wish);
  }

  /** Shows the table of a lesson. */
  show(about) {
    this.buttons.forEach((button, name) => button.setAttribute('aria-pressed', String(name === about.sample)));
    const { table, grid, settings } = about;
    const targets = table.names.map(name => [name, name]);
    const columns = table.columns.map(name => [name, name]);
    const left = table.leftOut.map(each => `${each.column} (${each.reason})`).join('; ');
    show(this.choose,
      choice('Column to predict', targets, table.target, name => this.actions.change({ target: name })),
      ...settings.columns.map((name, place) => choice(place === 0 ? 'Picture across' : 'Picture up', columns, name,
        chosen => this.actions.change({ columns: this.swapped(settings.columns, place, chosen) }))),
      el('p', { class: 'quiet small' }, `${about.name}: ${count(table.rows)} rows; the network learns from `
        + `${count(table.train)} and is checked on ${count(table.held)} others.`
        + (grid.others > 0 ? ` In the picture, the other ${count(grid.others)} columns stand at their median or most frequent value.` : '')
        + (left ? ` Left out: ${left}.` : '')),
      table.remarks.map(each => el('p', { class: 'quiet small' }, sentence(each))));
  }

  swapped(columns, place, chosen) {
    const next = [...columns];
    const other = next.indexOf(chosen);
    if (other >= 0) {
      next[other] = next[place];
    }
    next[place] = chosen;
    return next;
  }

  /** Offers another column to predict, after a table could not be learned with the one that was chosen. */
  offer(refusal) {
    const { columns, name, digest, sample } = refusal.answer;
    if (!columns) {
      return;
    }
    const take = target => this.last ? this.actions.file(this.last, target)
      : this.known(sample ? { sample, target } : { digest, target });
    show(this.choose, choice(`Column of ${name} to predict`, [['', 'choose one'], ...columns.map(each => [each, each])], '',
      target => target && take(target)));
  }
}
