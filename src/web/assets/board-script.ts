/**
 * Browser module `board.js`: the messages of one channel, replies folded under their parent, and the private answers
 * that only this page holds, each at its place.
 */
export const boardScript = String.raw`
import { clockOf, dayOf, element, setRendered, syncChildren, timeElement } from './element.js';

export function createBoard({ list, onPress, onAskUnder }) {
  /** Private answers by channel; 'under' is the reference of the message they belong to. */
  const notes = new Map();
  let shown = { channel: '', messages: [], view: 'console' };
  let lastNote = 0;

  list.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-value]');
    const holder = button?.closest('[data-ref]');
    // Not 'disabled', which would take the focus away from whoever works by keyboard.
    if (!holder || button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      await onPress({ value: button.dataset.value, label: button.textContent, ...holder.dataset });
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });

  function draw() {
    const { channel, messages } = shown;
    const parents = messages.filter(({ thread }) => !messages.some(({ ref }) => ref === thread));
    const loose = notesOf(channel).filter(({ under }) => !messages.some(({ ref }) => ref === under));
    const entries = [...parents, ...loose].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    syncChildren(list, withDays(entries), keyOf, build, update);
  }

  function notesOf(channel) {
    return notes.get(channel) ?? [];
  }

  function build(entry) {
    if (entry.day !== undefined) return element('li', { class: 'day' }, element('span', {}, entry.day));
    if (entry.note !== undefined) return element('li', { class: 'entry' }, element('div', { class: 'when' }), noteElement());
    return element(
      'li',
      { class: 'entry' },
      element('div', { class: 'when' }),
      element(
        'article',
        { class: 'what' },
        element('div', { class: 'content' }),
        element('ul', { class: 'notes' }),
        threadElement(),
        element('button', { type: 'button', class: 'quiet under' }, 'Ask about this'),
      ),
    );
  }

  function update(item, entry) {
    if (entry.day !== undefined) return;
    setWhen(item.querySelector('.when'), entry);
    if (entry.note !== undefined) return setNote(item.querySelector('.note'), entry);
    const content = item.querySelector('.content');
    content.dataset.ref = entry.ref;
    if (entry.thread !== undefined) content.dataset.thread = entry.thread;
    setRendered(content, entry.html);
    item.querySelector('.what').setAttribute('aria-label', entry.title);
    item.querySelector('.under').onclick = () => onAskUnder(entry);
    const replies = shown.messages.filter(({ thread }) => thread === entry.ref);
    const under = notesOf(shown.channel).filter((note) => note.under === entry.ref);
    syncChildren(item.querySelector('.notes'), under, keyOf, () => element('li', {}, noteElement()), (child, note) =>
      setNote(child.firstElementChild, note),
    );
    setThread(item.querySelector('details'), replies);
  }

  function noteElement() {
    return element(
      'div',
      { class: 'note' },
      element('p', { class: 'asked', dir: 'auto' }),
      element('div', { class: 'content' }),
      element('p', { class: 'file', hidden: true }, element('a', {})),
      element(
        'p',
        { class: 'only-you' },
        element('span', {}, 'only you see this'),
        element('button', { type: 'button', class: 'quiet' }, 'Dismiss'),
      ),
    );
  }

  function setNote(box, note) {
    box.setAttribute('aria-busy', String(note.state === 'waiting'));
    box.classList.toggle('failed', note.state === 'failed');
    box.querySelector('.asked').textContent = note.note;
    const content = box.querySelector('.content');
    // A private answer is kept nowhere; its buttons speak of the message it belongs to.
    Object.assign(content.dataset, note.pressed ?? { ref: note.under ?? 'answer' });
    if (note.state === 'answered') setRendered(content, note.html[shown.view] ?? note.html.console);
    else content.textContent = note.state === 'waiting' ? 'working …' : note.problem;
    setFile(box.querySelector('.file'), note.file);
    box.querySelector('.only-you').hidden = note.state === 'waiting';
    box.querySelector('.only-you button').onclick = () => {
      notes.set(note.channel, notesOf(note.channel).filter(({ key }) => key !== note.key));
      setFile(box.querySelector('.file'), undefined);
      draw();
    };
  }

  return {
    show(next) {
      shown = next;
      draw();
    },
    /** Shows what was asked at once; the returned function puts the answer in its place, or takes it away. */
    addNote(note) {
      lastNote += 1;
      const key = 'note-' + lastNote;
      const added = { state: 'waiting', key, ...note };
      notes.set(note.channel, [...notesOf(note.channel), added]);
      draw();
      return (change) => {
        const others = (one) => (one.key !== key ? [one] : change === undefined ? [] : [{ ...one, ...change }]);
        notes.set(note.channel, notesOf(note.channel).flatMap(others));
        draw();
      };
    },
    openThread(ref) {
      const content = [...list.querySelectorAll('.content[data-ref]')].find((one) => one.dataset.ref === ref);
      const thread = content?.closest('.entry').querySelector('details');
      if (thread) thread.open = true;
    },
  };
}

/** The file stays in the page's memory until it is saved or the note is dismissed. */
function setFile(box, file) {
  const link = box.firstElementChild;
  box.hidden = file === undefined;
  if (link.file === file) return;
  if (link.file !== undefined) URL.revokeObjectURL(link.href);
  link.file = file;
  if (file === undefined) return;
  link.href = URL.createObjectURL(new Blob([file.content], { type: file.mediaType }));
  link.download = file.name;
  link.textContent = 'Save ' + file.name;
}

function keyOf(entry) {
  return entry.key ?? entry.ref;
}

function withDays(entries) {
  let last = '';
  return entries.flatMap((entry) => {
    const day = dayOf(entry.createdAt);
    if (day === last) return [entry];
    last = day;
    return [{ day: day + ' · UTC', key: 'day-' + entry.createdAt.slice(0, 10) }, entry];
  });
}

function setWhen(box, { createdAt, editedAt }) {
  if (box.dataset.of === createdAt + editedAt) return;
  box.dataset.of = createdAt + editedAt;
  const edited = editedAt && element('span', { class: 'edited', title: 'edited ' + editedAt.slice(0, 19) + ' UTC' });
  edited?.append('edited ' + clockOf(editedAt));
  box.replaceChildren(timeElement(createdAt), ...(edited ? [edited] : []));
}

function threadElement() {
  return element('details', { class: 'thread', hidden: true }, element('summary', {}), element('ol', {}));
}

function setThread(details, replies) {
  details.hidden = replies.length === 0;
  if (replies.length === 0) return;
  const last = replies.at(-1);
  const count = replies.length === 1 ? '1 reply' : replies.length + ' replies';
  const newest = element('span', { class: 'newest', dir: 'auto' }, last.title);
  details.querySelector('summary').replaceChildren(count + ', last ' + clockOf(last.createdAt) + ' UTC ', newest);
  syncChildren(
    details.querySelector('ol'),
    replies,
    keyOf,
    () => element('li', { class: 'reply' }, element('div', { class: 'when' }), element('div', { class: 'content' })),
    (item, reply) => {
      setWhen(item.querySelector('.when'), reply);
      const content = item.querySelector('.content');
      Object.assign(content.dataset, { ref: reply.ref, thread: reply.thread });
      setRendered(content, reply.html);
    },
  );
}
`;
