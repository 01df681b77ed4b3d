/**
 * Browser module `command-line.js`: the input for slash commands, with suggestions while typing and a history under the
 * arrow keys. Follows the combobox pattern of the WAI-ARIA authoring practices (list autocomplete, manual selection).
 */
export const commandLineScript = String.raw`
import { element } from './element.js';

const historyKey = 'tocsin.history';

export function createCommandLine({ form, commands, complete, onAsk }) {
  const input = form.querySelector('#line');
  const listbox = form.querySelector('#suggestions');
  const usage = form.querySelector('#usage');
  const thread = form.querySelector('#thread');
  let suggestions = [];
  let selected = -1;
  let asked = 0;
  let under;
  /** Kept for this tab only: a lookup of an account should not stay in the browser. */
  const history = JSON.parse(sessionStorage.getItem(historyKey) ?? '[]');
  let place = history.length;

  input.addEventListener('input', () => {
    place = history.length;
    void suggest();
  });
  input.addEventListener('focus', () => showUsage());
  input.addEventListener('blur', () => close());
  input.addEventListener('keydown', onKey);
  listbox.addEventListener('mousedown', (event) => {
    // Before blur, so that the focus stays in the input.
    event.preventDefault();
    const option = event.target.closest('[role=option]');
    if (option !== null) accept(Number(option.dataset.index));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  thread.querySelector('button').addEventListener('click', () => {
    setThread(undefined);
    input.focus();
  });

  function onKey(event) {
    if (event.isComposing) return;
    const open = !listbox.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && open) select((selected + step + suggestions.length + (selected < 0 && step < 0 ? 1 : 0)) % suggestions.length);
    else if (step !== undefined) recall(step);
    else if (event.key === 'Tab' && open && !event.shiftKey) accept(Math.max(selected, 0));
    else if (event.key === 'Enter' && open && selected >= 0) accept(selected);
    else if (event.key === 'Escape' && open) close();
    else return;
    event.preventDefault();
  }

  function recall(step) {
    place = Math.min(Math.max(place + step, 0), history.length);
    input.value = history[place] ?? '';
    input.setSelectionRange(input.value.length, input.value.length);
    showUsage();
  }

  function send() {
    const line = input.value.trim();
    if (line === '') return;
    close();
    if (history.at(-1) !== line) history.push(line);
    history.splice(0, history.length - 50);
    sessionStorage.setItem(historyKey, JSON.stringify(history));
    place = history.length;
    input.value = '';
    showUsage();
    onAsk(line, under?.ref);
  }

  async function suggest() {
    asked += 1;
    const turn = asked;
    showUsage();
    const found = await suggestionsFor(input.value);
    // An answer to an older text comes too late.
    if (turn === asked && document.activeElement === input) open(found);
  }

  async function suggestionsFor(text) {
    const typedName = /^\/(\S*)$/.exec(text)?.[1];
    if (typedName !== undefined) {
      return commands
        .filter(({ name }) => name.startsWith(typedName.toLowerCase()))
        .map(({ name, summary }) => ({ label: '/' + name, detail: summary, text: '/' + name + ' ' }));
    }
    const at = placeIn(text);
    if (at === undefined) return [];
    const found = await complete(at.command.name, at.argument.name, at.typed);
    return found
      .filter((one) => one !== at.typed)
      .map((one) => ({ label: one, detail: '', text: at.before + quoted(one, at.argument) + (at.last ? '' : ' ') }));
  }

  /** Arguments are told apart by spaces, so a value with a space in it is quoted; the rest of a line is not. */
  function quoted(value, argument) {
    return /\s/.test(value) && !argument.rest ? '"' + value + '"' : value;
  }

  /** Command and argument under the caret: the next one in order, or the one that is named as 'name:value'. */
  function placeIn(text) {
    const [, name, rest] = /^\/(\S+)\s+(.*)$/.exec(text) ?? [];
    const command = commands.find((one) => one.name === name?.toLowerCase());
    if (command === undefined) return undefined;
    const start = text.length - rest.length;
    const words = [...rest.matchAll(/[^\s"]*"[^"]*"?|\S+/g)].map((found) => ({ word: found[0], at: start + found.index }));
    // A space behind the last value begins the next one.
    if (words.length === 0 || words.at(-1).at + words.at(-1).word.length < text.length) words.push({ word: '', at: text.length });
    const given = new Set();
    for (const { word, at } of words) {
      const named = command.arguments.find((one) => word.toLowerCase().startsWith(one.name + ':'));
      const argument = named ?? command.arguments.find((one) => !given.has(one.name));
      if (argument === undefined) return undefined;
      given.add(argument.name);
      if (at !== words.at(-1).at && !argument.rest) continue;
      const from = named ? at + named.name.length + 1 : at;
      const typed = text.slice(from).replace(/^"|"$/g, '');
      return { command, argument, typed, before: text.slice(0, from), last: given.size === command.arguments.length };
    }
    return undefined;
  }

  function open(found) {
    suggestions = found;
    listbox.replaceChildren(
      ...found.map(({ label, detail }, index) =>
        element(
          'li',
          { role: 'option', id: 'option-' + index, 'data-index': String(index), 'aria-selected': 'false' },
          element('bdi', {}, label),
          element('span', {}, detail),
        ),
      ),
    );
    listbox.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    select(-1);
  }

  function close() {
    asked += 1;
    open([]);
  }

  function select(index) {
    selected = index;
    for (const option of listbox.children) {
      const isSelected = option.id === 'option-' + index;
      option.setAttribute('aria-selected', String(isSelected));
      if (isSelected) option.scrollIntoView({ block: 'nearest' });
    }
    if (index < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', 'option-' + index);
  }

  function accept(index) {
    input.value = suggestions[index].text;
    input.setSelectionRange(input.value.length, input.value.length);
    void suggest();
  }

  function showUsage() {
    const text = input.value;
    const name = /^\/(\S+)/.exec(text)?.[1]?.toLowerCase();
    const command = commands.find((one) => one.name === name);
    if (command === undefined) {
      const wrong = text !== '' && !text.startsWith('/');
      usage.textContent = wrong ? 'Commands start with a slash.' : 'Tab completes, arrow keys recall what you asked.';
      return;
    }
    const signature = command.arguments.map((one) => (one.required ? '<' + one.name + '>' : '[' + one.name + ']'));
    const argument = placeIn(text)?.argument;
    usage.textContent =
      ['/' + command.name, ...signature].join(' ') + ' · ' + (argument ? argument.name + ': ' + argument.summary : command.summary);
  }

  function setThread(entry) {
    under = entry;
    thread.hidden = entry === undefined;
    thread.querySelector('span').textContent = entry === undefined ? '' : 'About: ' + entry.title;
  }

  showUsage();
  return {
    askUnder(entry) {
      setThread(entry);
      input.focus();
    },
    clearThread: () => setThread(undefined),
    fill(line) {
      input.value = line;
      input.focus();
      void suggest();
    },
  };
}
`;
