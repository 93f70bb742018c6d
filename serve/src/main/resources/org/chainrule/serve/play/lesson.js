// The lesson of this page on the server: settings go there, frames come from there.

const FRAMES_KEPT = 80;

/** An answer of the server that refuses something, as a sentence. */
export class Refusal extends Error {
  constructor(answer) {
    super(answer.error);
    this.answer = answer;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch('/api/' + path, options);
  } catch {
    throw new Refusal({ error: 'The playground does not answer any more. Start chainrule play again.' });
  }
  if (response.status === 204) {
    return {};
  }
  const answer = await response.json().catch(() => ({ error: 'The playground failed; see its terminal.' }));
  if (!response.ok) {
    throw new Refusal({ ...answer, error: sentence(answer.error ?? 'The playground failed; see its terminal.') });
  }
  return answer;
}

/** Returns a sentence with a capital, unless it begins with the name of a file, and a full stop. */
export const sentence = text => (/^\S*\.\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1))
  + (/[.!?]$/.test(text) ? '' : '.');

const json = body => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Returns what the playground brings along. */
export const start = () => ask('start');

/** The lesson of the page. Its listeners are called with everything that is new. */
export class Lesson {
  constructor(onLesson, onNews, onLost) {
    this.onLesson = onLesson;
    this.onNews = onNews;
    this.onLost = onLost;
    this.id = '';
    this.about = null;
    this.marks = [];
    this.frames = new Map();
  }

  /** Begins a lesson of a known table. @param wish sample or digest, target, settings */
  begin(wish) {
    return this.began(ask('lessons', json(wish)));
  }

  /** Begins a lesson of a file that a person dropped. */
  drop(file, target, settings) {
    const query = new URLSearchParams({ name: file.name, target: target ?? '', settings: JSON.stringify(settings ?? {}) });
    return this.began(ask('lessons?' + query, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: file }));
  }

  async began(asked) {
    const about = await asked;
    const last = this.id;
    this.stream?.close();
    if (last) {
      ask('lessons/' + last, { method: 'DELETE' }).catch(() => {});
    }
    this.id = about.id;
    this.know(about);
    this.listen();
    return about;
  }

  know(about) {
    this.about = about;
    this.marks = [];
    this.frames.clear();
    this.onLesson(about);
  }

  listen() {
    const stream = new EventSource(`/api/lessons/${this.id}/events`);
    this.stream = stream;
    stream.onerror = () => this.lost(stream);
    stream.onmessage = event => {
      const news = JSON.parse(event.data);
      if (news.version !== this.about.version) {
        return;
      }
      this.marks = this.marks.slice(0, news.from).concat(news.marks);
      this.keep(news.frame);
      this.onNews(news);
    };
  }

  /** Tells why no news comes. The browser asks again by itself, unless the lesson has ended. */
  async lost(stream) {
    const refusal = await ask(`lessons/${this.id}/frames/0`).then(() => null, error => error);
    if (refusal && stream === this.stream) {
      this.onLost(refusal);
    }
  }

  keep(frame) {
    this.frames.set(frame.step, frame);
    if (this.frames.size > FRAMES_KEPT) {
      this.frames.delete(this.frames.keys().next().value);
    }
    return frame;
  }

  /** Changes settings and returns the changed lesson. */
  async change(settings) {
    const about = await ask(`lessons/${this.id}/settings`, json(settings));
    if (about.version > this.about.version) {
      this.know({ ...about, id: this.id });
      this.stream.close();
      this.listen();
    }
    return this.about;
  }

  /** Plays or pauses; a training that paused by itself goes on. */
  play(playing) {
    return ask(`lessons/${this.id}/play`, json({ playing }));
  }

  /** Sets the number of marks per second. */
  speed(speed) {
    return ask(`lessons/${this.id}/play`, json({ speed }));
  }

  step() {
    return ask(`lessons/${this.id}/play`, json({ step: true }));
  }

  /** Returns the frame of any step so far. */
  async frame(step) {
    const known = this.frames.get(step);
    if (known) {
      return known;
    }
    const { about } = this;
    const frame = await ask(`lessons/${this.id}/frames/${step}`);
    // the page may show another training by now
    return about === this.about ? this.keep(frame) : frame;
  }

  /** Returns how much the network relies on each column at a step. */
  reliance(step) {
    return ask(`lessons/${this.id}/steps/${step}/columns`);
  }

  /** Returns the values of a weight since the first step. @param from the unit it comes from; -1 for a bias */
  weight(layer, from, unit) {
    return ask(`lessons/${this.id}/weights?layer=${layer}&unit=${unit}` + (from < 0 ? '' : `&from=${from}`));
  }

  walk(step, row) {
    return ask(`lessons/${this.id}/steps/${step}/rows/${row}`);
  }

  code(step) {
    return ask(`lessons/${this.id}/code?step=${step}`);
  }

  modelAddress(step) {
    const name = this.about.file.replace(/\.[A-Za-z.]*$/, '') + '.safetensors';
    return `/api/lessons/${this.id}/model?step=${step}&name=${encodeURIComponent(name)}`;
  }
}
