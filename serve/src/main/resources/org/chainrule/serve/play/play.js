// The playground: one lesson, and the parts of the page that show it.
import { MarkChart } from '/web/chart.js';
import { brief, byId, count, el, percent, show } from '/web/dom.js';
import { DataChoice } from './data.js';
import { Lesson, Refusal, start } from './lesson.js';
import { fragment, parsed } from './link.js';
import { Mistakes } from './mistakes.js';
import { Neurons } from './neurons.js';
import { Picture } from './picture.js';
import { Reliance } from './reliance.js';
import { SettingsPanel } from './settings.js';
import { StepByStep } from './steps.js';
import { TakeAway } from './take.js';
import { Tours } from './tours.js';
import { Transport } from './transport.js';

const FIRST = 'spirals';
const USUAL_SPEED = 30;
/** Half a doubling of the number of steps, in marks. */
const LOOK_BACK = 33;

class Page {
  constructor(begins) {
    this.lesson = new Lesson(about => this.changed(about), news => this.news(news), refusal => this.lost(refusal));
    this.at = 0;
    this.follows = true;
    this.data = new DataChoice(byId('data'), begins, {
      known: wish => this.chosen(() => this.begin(wish)),
      file: (file, target) => this.chosen(() => this.drop(file, target)),
      change: settings => this.change(settings),
    });
    this.transport = new Transport(byId('transport'), {
      play: playing => this.guard(() => this.play(playing)),
      speed: marks => this.guard(() => this.speed(marks)),
      step: () => this.guard(() => this.step()),
      again: () => this.change({ again: true }),
      look: mark => this.look(mark),
    });
    this.settings = new SettingsPanel(byId('settings'), settings => this.change(settings));
    this.picture = new Picture(byId('picture'), row => this.guard(() => this.steps.load(row)));
    this.neurons = new Neurons(byId('network'), () => this.paint(),
      (layer, from, unit) => this.guard(() => this.lesson.weight(layer, from, unit)));
    this.mistakes = new Mistakes(byId('mistakes'), row => this.guard(() => this.steps.load(row)));
    this.reliance = new Reliance(byId('reliance'), step => this.lesson.reliance(step));
    this.curve = new MarkChart(byId('curve'), { height: 210, log: true,
      name: mark => count(this.lesson.marks[mark]?.[0] ?? 0), series: [
        { label: 'loss on rows it learns from', color: 'blue' },
        { label: 'loss on other rows', color: 'orange', dash: [6, 4] }] });
    this.steps = new StepByStep(byId('walk'), {
      walk: row => this.guard(() => this.walk(row)),
      chosen: row => {
        this.picture.chosen = row;
        this.paint();
      },
    });
    this.take = new TakeAway(byId('taken'), {
      code: () => this.guard(() => this.lesson.code(this.step_())),
      modelAddress: () => this.lesson.modelAddress(this.step_()),
      sample: () => this.lesson.about.sample,
      link: () => {
        this.address();
        return location.href;
      },
    });
    this.tours = new Tours(byId('tour-list'), byId('tour'), {
      sample: (name, settings) => this.guard(() => this.begin({ sample: name, settings })),
      change: settings => this.guard(() => this.apply(settings)),
      speed: marks => this.guard(() => this.speed(marks)),
      trained: (here, watch) => this.trained(here, watch),
    });
  }

  /** Carries out work, and shows a refusal as a sentence. */
  async guard(work) {
    try {
      const result = await work();
      byId('message').hidden = true;
      return result;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      byId('message').textContent = error.message;
      byId('message').hidden = false;
      this.data.offer(error);
      return null;
    }
  }

  /** Carries out what a person chose, which ends a tour: its numbers would be those of another training. */
  chosen(work) {
    this.tours.end();
    return this.guard(work);
  }

  /** Tells why the training stands still. */
  lost(refusal) {
    this.isLost = true;
    byId('message').textContent = refusal.message;
    byId('message').hidden = false;
  }

  begin(wish) {
    this.transport.fast(USUAL_SPEED);
    return this.lesson.begin(wish);
  }

  async drop(file, target) {
    const wish = this.wanted?.file === file.name ? this.wanted : null;
    this.transport.fast(USUAL_SPEED);
    await this.lesson.drop(file, target ?? wish?.target, target ? null : wish?.settings);
    this.wanted = null;
  }

  /** Restores what a link says; the table of a user may have to be dropped again. */
  async restore(wish) {
    this.wanted = wish;
    await this.begin(wish.sample ? { sample: wish.sample, target: wish.target, settings: wish.settings }
      : { digest: wish.digest, target: wish.target, settings: wish.settings });
    if (wish.step > 0) {
      await this.speed(1000);
    }
  }

  change(settings) {
    return this.chosen(() => this.apply(settings));
  }

  async apply(settings) {
    await this.lesson.change({ until: 0, ...settings });
    return true;
  }

  /** Shows another lesson, or the lesson after a change. */
  changed(about) {
    this.follows = true;
    this.at = 0;
    this.frame = null;
    this.first = null;
    this.latest = null;
    this.data.show(about);
    this.settings.show(about);
    this.picture.show(about);
    this.neurons.show(about);
    this.steps.show(about);
    this.reliance.reset();
    this.take.reset();
    this.transport.running(true);
  }

  /** Shows what the training has done since. */
  news(news) {
    const { marks } = this.lesson;
    this.latest = news;
    if (this.isLost) {
      this.isLost = false;
      byId('message').hidden = true;
    }
    this.transport.running(news.playing);
    if (this.follows) {
      this.at = marks.length - 1;
      this.draw(news.frame);
    }
    this.numbers();
    if (!news.playing) {
      this.rest(news);
    }
    this.waiting?.(news);
  }

  rest(news) {
    this.address();
    const { held } = news.frame;
    byId('status').textContent = news.ended
      || `Paused at step ${news.frame.step}; loss on other rows ${brief(held[0])}.`;
    if (news.ended) {
      byId('message').textContent = news.ended.charAt(0).toUpperCase() + news.ended.slice(1) + '.';
      byId('message').hidden = false;
    }
  }

  step_() {
    return this.lesson.marks[this.at]?.[0] ?? 0;
  }

  address() {
    history.replaceState(null, '', fragment(this.lesson.about, this.step_()));
  }

  async play(playing) {
    this.follows = true;
    await this.lesson.play(playing);
  }

  async speed(marks) {
    this.transport.fast(marks);
    await this.lesson.speed(marks);
  }

  async step() {
    this.follows = true;
    await this.lesson.step();
  }

  /** Looks at an earlier mark, and stops the training while a person does. */
  async look(mark) {
    this.at = mark;
    this.follows = mark === this.lesson.marks.length - 1;
    this.numbers();
    if (this.transport.playing) {
      this.transport.running(false);
      await this.guard(() => this.lesson.play(false));
    }
    if (this.looking) {
      return;
    }
    this.looking = true;
    try {
      for (let shown = -1; shown !== this.at;) {
        shown = this.at;
        const frame = await this.guard(() => this.lesson.frame(this.step_()));
        if (frame && shown === this.at) {
          this.draw(frame);
        }
      }
    } finally {
      this.looking = false;
      this.address();
    }
  }

  draw(frame) {
    this.frame = frame;
    if (frame.step === 0) {
      this.first = frame;
    } else if (!this.first && !this.fetching) {
      this.fetching = true;
      const { about } = this.lesson;
      this.lesson.frame(0).then(first => {
        if (about === this.lesson.about) {
          this.first = first;
        }
      }).catch(() => {}).finally(() => {
        this.fetching = false;
      });
    }
    this.paint();
  }

  paint() {
    if (!this.frame) {
      return;
    }
    this.neurons.draw(this.frame, this.first);
    this.mistakes.draw(this.frame, this.lesson.about);
    this.reliance.at(this.frame.step, this.transport.playing);
    const map = this.neurons.chosenMap();
    byId('picture-title').textContent = map ? map.words : 'What it predicts';
    this.picture.draw(this.frame, map);
  }

  numbers() {
    const { marks, about } = this.lesson;
    this.transport.show(marks, this.at, about.perEpoch);
    const classes = about.table.task === 'classes';
    const mark = marks[this.at] ?? [0, null, null, null, null];
    const score = value => classes ? percent(value) : brief(value);
    const word = classes ? 'right' : 'explained (R²)';
    show(byId('quality'), ...[['Rows it learns from', 1], ['Other rows', 3]].map(([name, k]) => el('div', {},
      el('span', { class: 'quiet small' }, name), el('strong', {}, `${score(mark[k + 1])} `, el('span', { class: 'small' }, word)),
      el('span', { class: 'number small' }, `loss ${brief(mark[k])}`))), this.verdict(mark));
    this.curve.update([marks.map(each => each[1]), marks.map(each => each[3])], this.at);
  }

  /** Says in words what the two losses mean together. */
  verdict(mark) {
    const { marks } = this.lesson;
    const upTo = marks.slice(0, this.at + 1);
    const best = upTo.reduce((least, each) => each[3] !== null && each[3] < least[3] ? each : least, upTo[0] ?? mark);
    const before = upTo.at(-LOOK_BACK);
    const words = !before ? 'It has only begun.'
      : mark[3] > 1.25 * best[3] && mark[3] - best[3] > 0.01
        ? `It overfits: the loss on other rows was lowest at step ${count(best[0])}; since then it learns its own rows by heart.`
        : mark[1] > 0.9 * upTo[0][1] ? 'It has hardly learned anything yet.'
          : mark[3] > 1.05 * best[3] && mark[3] - best[3] > 0.01 && mark[1] < best[1]
            ? `It begins to overfit: the loss on other rows has risen since step ${count(best[0])}, that on its own rows still falls.`
            : before[1] - mark[1] > 0.05 * before[1] ? `It is still learning: the loss on its own rows fell by ${percent(1 - mark[1] / before[1])} since step ${count(before[0])}.`
              : `It has converged: the loss on its own rows has not fallen noticeably since step ${count(before[0])}.`;
    return el('div', { class: 'words' }, el('span', { class: 'quiet small' }, 'In words'), el('span', {}, words));
  }

  walk(row) {
    return this.lesson.walk(this.step_(), row);
  }

  /**
   * Waits until the training has reached the last step of its settings, however often it pauses on the way, and returns its
   * frame.
   *
   * @param watch called with each frame on the way
   */
  trained(here, watch = () => {}) {
    return new Promise(done => {
      this.waiting = news => {
        if (!here() || news.ended || news.frame.step >= this.lesson.about.settings.until) {
          this.waiting = null;
          done(news.frame);
        } else {
          watch(news.frame);
        }
      };
      if (this.latest) {
        this.waiting(this.latest);
      }
    });
  }
}

async function main() {
  const begins = await start();
  byId('foot').textContent = `Chainrule ${begins.release}. This page loads nothing from another machine.`;
  const page = new Page(begins);
  globalThis.playground = page;
  const wish = parsed(location.hash);
  const restored = wish ? await page.guard(async () => {
    await page.restore(wish);
    return true;
  }) : null;
  if (!restored && !wish) {
    await page.guard(() => page.begin(begins.given ? {} : { sample: FIRST }));
  }
}

main();
