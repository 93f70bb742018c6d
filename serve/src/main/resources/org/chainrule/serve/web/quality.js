// What a model relies on, and where it errs.
import { color, css, ink, mix } from './color.js';
import { brief, context, count, el } from './dom.js';

const SIZE = 230;
const DOT = 2.4;
const sum = line => line.reduce((all, each) => all + each, 0);

/** Returns bars, the longest for the largest value. @param lines [[name, value], ...] */
export function bars(lines) {
  const most = Math.max(...lines.map(([, value]) => value), 1e-12);
  return el('div', { class: 'relies', role: 'list' }, lines.map(([name, value]) => el('div', { role: 'listitem' },
    el('span', { class: 'name', title: name }, name),
    el('span', {}, el('i', { style: `width:${(100 * Math.max(0.004, value / most)).toFixed(1)}%` })),
    el('span', { class: 'r' }, Math.abs(value) < 5e-5 * most ? '0' : brief(value, 2)))));
}

/** Returns a sentence and a table of true classes by predicted ones. @param kind what the rows are, such as test rows */
export function confusion(counts, labels, kind) {
  let worst = { times: 0 };
  let wrong = 0;
  counts.forEach((line, truth) => line.forEach((times, answer) => {
    if (truth !== answer) {
      wrong += times;
      worst = times > worst.times ? { times, truth, answer } : worst;
    }
  }));
  const all = sum(counts.flat());
  const words = all === 0 ? `There are no ${kind} to check it on.`
    : wrong === 0 ? `All ${count(all)} ${kind} are right.`
      : `${count(wrong)} of ${count(all)} ${kind} ${wrong === 1 ? 'is' : 'are'} wrong. Most often ${labels[worst.truth]} is taken for `
        + `${labels[worst.answer]}: ${count(worst.times)} of ${count(sum(counts[worst.truth]))}.`;
  const cell = (times, truth, answer) => {
    const share = times / Math.max(1, sum(counts[truth]));
    const fill = mix(color('ground'), color(truth === answer ? 'blue' : 'red'), times === 0 ? 0 : 0.1 + 0.75 * share);
    return el('td', { class: 'r', style: `background:${css(fill)};color:${ink(fill)}` }, times === 0 ? '' : count(times));
  };
  return [el('p', { class: 'small' }, words), el('div', { class: 'scroll' }, el('table',
    { class: labels.length > 6 ? 'confusion many' : 'confusion' },
    el('thead', {}, el('tr', {}, el('th', {}, 'true ↓ predicted →'), labels.map(label => el('th', { scope: 'col', class: 'r' }, label)))),
    el('tbody', {}, counts.map((line, truth) => el('tr', {}, el('th', { scope: 'row' }, labels[truth]),
      line.map((times, answer) => cell(times, truth, answer)))))))];
}

/** Returns a canvas for [against]. */
export const square = () => el('canvas', { class: 'against', role: 'img', style: `width:${SIZE}px;height:${SIZE}px` });

/** Draws predicted numbers against true ones. @param points [{ truth, answer, color, held }, ...] */
export function against(canvas, points, words) {
  canvas.setAttribute('aria-label', words);
  const drawing = context(canvas, SIZE, SIZE);
  const truths = points.map(each => each.truth);
  const [low, high] = [Math.min(...truths), Math.max(...truths)];
  const place = value => 8 + (SIZE - 16) * Math.max(-0.03, Math.min(1.03, (value - low) / (high - low || 1)));
  drawing.strokeStyle = css(color('quiet'));
  drawing.beginPath();
  drawing.moveTo(0, SIZE);
  drawing.lineTo(SIZE, 0);
  drawing.stroke();
  points.forEach(each => {
    const [x, y] = [place(each.truth), SIZE - place(each.answer)];
    drawing.fillStyle = css(color(each.color), 0.75);
    drawing.beginPath();
    if (each.held) {
      drawing.rect(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
    } else {
      drawing.arc(x, y, DOT, 0, 2 * Math.PI);
    }
    drawing.fill();
  });
}
