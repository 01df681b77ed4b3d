/** Browser module `app.js`: which channel is open, what is new, and how the connection is. */
export const appScript = String.raw`
import { getJson, postJson } from './api.js';
import { createBoard } from './board.js';
import { createCommandLine } from './command-line.js';
import { element, syncChildren } from './element.js';

const byId = (id) => document.getElementById(id);
const { home, sample } = document.body.dataset;
const stream = byId('stream');
const newer = byId('newer');
const seen = JSON.parse(localStorage.getItem('tocsin.seen') ?? '{}');
let channel = channelInAddress();
let view = localStorage.getItem('tocsin.view') ?? 'console';
let commands = [];
let known = new Map();

const board = createBoard({ list: byId('messages'), onPress: press, onAskUnder: (entry) => commandLine.askUnder(entry) });
let commandLine = { askUnder() {}, clearThread() {}, fill() {} };

function channelInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || home;
  } catch {
    return home;
  }
}

/** One refresh at a time; what is asked for in between causes one more, and waits for it. */
let again = false;
let refreshing;
function refresh() {
  again = true;
  refreshing ??= refreshWhileAsked().finally(() => (refreshing = undefined));
  return refreshing;
}

async function refreshWhileAsked() {
  try {
    while (again) {
      again = false;
      await refreshOnce();
    }
  } catch {
    setConnection('reconnecting');
    setTimeout(() => void refresh(), 2_000);
  }
}

async function refreshOnce() {
  const asked = channel;
  const [{ channels }, { messages }] = await Promise.all([
    getJson('/api/channels'),
    getJson('/api/messages', { channel: asked, view }),
  ]);
  if (asked !== channel) return void (again = true);
  const atEnd = isAtEnd();
  const before = known.get(asked);
  board.show({ channel: asked, messages, view });
  showEmpty(byId('messages').childElementCount === 0);
  const fresh = before === undefined ? [] : messages.filter(({ ref }) => !before.has(ref));
  known.set(asked, new Set(messages.map(({ ref }) => ref)));
  if (before === undefined || atEnd) toEnd();
  else if (fresh.some(({ thread }) => thread === undefined)) newer.hidden = false;
  if (fresh.length > 0) announce('New in ' + asked + ': ' + fresh.at(-1).title);
  if (!document.hidden) markSeen(asked, messages);
  showChannels(channels);
}

/** The newest entry begins in view: then the next one may take its place. */
function isAtEnd() {
  const newest = byId('messages').lastElementChild;
  return newest === null || newest.getBoundingClientRect().top < stream.getBoundingClientRect().bottom;
}

/** Down to the newest entry, but never past its first line, which is the one to read. */
function toEnd() {
  const newest = byId('messages').lastElementChild;
  const above = newest === null ? 0 : newest.getBoundingClientRect().top - stream.getBoundingClientRect().top;
  stream.scrollTop = newest === null ? 0 : stream.scrollTop + above - 4;
  newer.hidden = true;
}

function announce(text) {
  byId('announce').textContent = text;
}

function markSeen(name, messages) {
  const newest = messages.map(({ createdAt }) => createdAt).sort().at(-1);
  if (newest === undefined || seen[name] >= newest) return;
  seen[name] = newest;
  localStorage.setItem('tocsin.seen', JSON.stringify(seen));
}

function showChannels(channels) {
  let total = 0;
  const counted = channels.map(({ name, arrivals }) => {
    const unread = arrivals.filter((at) => at > (seen[name] ?? '')).length;
    total += unread;
    return { name, unread: unread >= 50 ? '50+' : unread === 0 ? '' : String(unread) };
  });
  syncChildren(
    byId('channels'),
    counted,
    ({ name }) => name,
    ({ name }) => element('li', {}, element('a', { href: '#' + encodeURIComponent(name) })),
    (item, { name, unread }) => {
      const link = item.firstElementChild;
      if (name === channel) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      const mark = element('span', { class: 'unread' }, unread, element('span', { class: 'hidden' }, ' unread'));
      link.replaceChildren(element('bdi', {}, name), ...(unread === '' ? [] : [mark]));
    },
  );
  document.title = total > 0 ? '(' + total + ') Tocsin' : 'Tocsin';
}

function showEmpty(isEmpty) {
  const box = byId('empty');
  box.hidden = !isEmpty;
  if (!isEmpty || box.childElementCount > 0) return;
  const expect =
    sample === 'yes'
      ? 'The first alert of the sample appears in about 20 seconds.'
      : 'Alerts, digests and answers for this channel appear here when they are sent.';
  const examples = commands.flatMap(({ examples: [first] }) => (first === undefined ? [] : [first])).slice(0, 4);
  const buttons = examples.map((line) => (line.startsWith('/') ? line : '/' + line)).map((line) =>
    element('button', { type: 'button', dir: 'auto', onclick: () => commandLine.fill(line) }, line),
  );
  box.append(element('p', { class: 'lead' }, 'Nothing here yet.'), element('p', {}, expect));
  if (buttons.length > 0) box.append(element('p', {}, 'You can ask meanwhile:'), element('p', { class: 'examples' }, ...buttons));
}

async function ask(line, thread) {
  await answerInPlace({ note: line, under: thread }, () => postJson('/api/command', { line, channel, thread }), thread);
}

async function press({ value, label, ref, thread }) {
  await answerInPlace(
    { note: 'You pressed ' + label, under: thread ?? ref, pressed: thread === undefined ? { ref } : { ref, thread } },
    () => postJson('/api/press', { value, ref, channel, thread }),
    thread ?? ref,
  );
}

async function answerInPlace(note, act, thread) {
  const settle = board.addNote({ channel, createdAt: lastTime(), ...note });
  if (note.under === undefined) {
    byId('empty').hidden = true;
    toEnd();
  }
  try {
    const { visibility, at, title, html, file } = await act();
    if (visibility === 'channel') {
      settle(undefined);
      await refresh();
      if (thread !== undefined) board.openThread(thread);
    } else {
      settle({ state: 'answered', createdAt: at, html, file });
      announce(title);
    }
  } catch (error) {
    settle({ state: 'failed', problem: error.message });
    announce(error.message);
  }
  if (note.under === undefined) toEnd();
}

/** Until the answer brings the program's own time (the sample's clock is not the browser's), it stands at the end. */
function lastTime() {
  const last = byId('messages').querySelector(':scope > li:last-child time');
  return last?.dateTime ?? new Date().toISOString();
}

function setConnection(state) {
  const mark = byId('connection');
  if (mark.dataset.state === state) return;
  mark.dataset.state = state;
  mark.textContent = state;
}

function watch() {
  const events = new EventSource('/api/events');
  events.addEventListener('open', () => setConnection('live'));
  events.addEventListener('error', () => {
    setConnection('reconnecting');
    // A refused stream does not come back by itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, 5_000);
  });
  events.addEventListener('revision', () => void refresh());
  events.addEventListener('status', ({ data }) => {
    const { ok, lines } = JSON.parse(data);
    const status = byId('status');
    status.classList.toggle('trouble', !ok);
    syncChildren(
      status,
      lines,
      ({ label }) => label,
      ({ label }) => element('div', {}, element('dt', {}, label), element('dd', {})),
      (item, { value }) => void (item.lastElementChild.textContent = value),
    );
  });
}

function showView() {
  for (const button of document.querySelectorAll('#views button')) {
    button.setAttribute('aria-pressed', String(button.dataset.view === view));
  }
  const note = byId('view-note');
  if (note) note.hidden = view === 'console';
}

byId('views')?.addEventListener('click', ({ target }) => {
  const chosen = target.closest('button')?.dataset.view;
  if (chosen === undefined) return;
  view = chosen;
  localStorage.setItem('tocsin.view', view);
  showView();
  void refresh();
});
if (document.querySelector('#views [data-view="' + CSS.escape(view) + '"]') === null) view = 'console';
newer.addEventListener('click', toEnd);
stream.addEventListener('scroll', () => {
  if (isAtEnd()) newer.hidden = true;
});
window.addEventListener('hashchange', () => {
  channel = channelInAddress();
  known.delete(channel);
  byId('channel').textContent = channel;
  commandLine.clearThread();
  void refresh();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void refresh();
});

byId('channel').textContent = channel;
showView();
({ commands } = await getJson('/api/commands').catch(() => ({ commands: [] })));
commandLine = createCommandLine({
  form: byId('ask'),
  commands,
  complete: async (command, argument, typed) => {
    const { suggestions } = await getJson('/api/complete', { command, argument, typed }).catch(() => ({ suggestions: [] }));
    return suggestions;
  },
  onAsk: (line, thread) => void ask(line, thread),
});
watch();
void refresh();
`;
