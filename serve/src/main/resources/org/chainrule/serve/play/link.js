// The state of the page in its address: the table, the settings and the step.

const LISTS = ['columns', 'hidden'];
const NUMBERS = ['rate', 'batch', 'decay', 'dropout', 'seed'];

/** Returns the fragment of a lesson at a step. */
export function fragment(about, step) {
  const parts = new URLSearchParams();
  if (about.sample) {
    parts.set('sample', about.sample);
  } else {
    parts.set('file', about.file);
    parts.set('digest', about.digest);
  }
  parts.set('target', about.table.target);
  for (const [name, value] of Object.entries(about.settings)) {
    if (name !== 'until') {
      parts.set(name, Array.isArray(value) ? value.map(encodeURIComponent).join(',') : value);
    }
  }
  parts.set('step', step);
  return '#' + parts;
}

/** Returns what a fragment says: sample or digest and file, target, settings and step; null if it says nothing. */
export function parsed(text) {
  const parts = new URLSearchParams(text.replace(/^#/, ''));
  if (!parts.has('sample') && !parts.has('digest')) {
    return null;
  }
  const settings = {};
  for (const [name, value] of parts) {
    if (LISTS.includes(name)) {
      const list = value === '' ? [] : value.split(',').map(decodeURIComponent);
      settings[name] = name === 'hidden' ? list.map(Number) : list;
    } else if (NUMBERS.includes(name)) {
      settings[name] = Number(value);
    } else if (name === 'activation' || name === 'optimizer') {
      settings[name] = value;
    }
  }
  const step = Number(parts.get('step')) || 0;
  if (step > 0) {
    settings.until = step;
  }
  return { sample: parts.get('sample') ?? '', digest: parts.get('digest') ?? '', file: parts.get('file') ?? '',
    target: parts.get('target') ?? '', settings, step };
}
