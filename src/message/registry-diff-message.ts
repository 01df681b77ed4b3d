/**
 * An edition of the registry that was read again → what it changes, for the people who decide.
 *
 * Entries without a public role are counted, never named, and neither are their accounts.
 */
import { count, counted, shorten } from '../measure/words.ts';
import type { ChangedEntry, FieldChange, MovedClaim, RegistryDiff } from '../registry/diff.ts';
import type { MergeReport } from '../registry/merge.ts';
import type { Message, Section } from './message.ts';
import { defang } from './wording.ts';

export interface EditionFacts {
  /** `edition-4`; absent when there is nothing to decide. */
  readonly id?: string | undefined;
  /** Name of the configured list. */
  readonly source: string;
  /** Where it was read; absent when it is only shown again. */
  readonly from?: string | undefined;
  readonly lead: readonly string[];
  readonly diff: RegistryDiff;
  readonly conflicting?: MergeReport['conflicting'] | undefined;
  readonly refused: number;
  readonly refusals?: readonly { readonly line: number; readonly reason: string }[] | undefined;
  /** Ids of entries without a public role. */
  readonly unnamed: ReadonlySet<string>;
  /** Registry version that the difference was computed against. */
  readonly against: string;
  readonly mark: string;
}

/** Lines of each part; `tocsin registry pending` has the rest. */
const shown = 10;
/** Changes named of one entry. */
const changesShown = 4;

export function editionMessage(facts: EditionFacts): Message {
  const { id, source, from, lead, diff, against, mark } = facts;
  const title = `Registry list ${source}${id === undefined ? '' : ` (${id})`}: ${summaryOf(diff)}`;
  const sections = sectionsOf(facts).filter(({ lines }) => lines.length > 0);
  const read = from === undefined ? [] : [`read from ${defang(shorten(from.replace(/^https:\/\//, ''), 200))}`];
  return {
    kind: 'notice',
    title,
    lead,
    sections,
    footer: [...read, `compared with registry ${against}`, mark],
    buttons: [],
    fallback: shorten([title, ...lead].join(' '), 300),
  };
}

/** `12 entries added, 3 changed, 1 account moved`. */
export function summaryOf({ added, removed, changed, moved }: RegistryDiff): string {
  const parts = [`${counted(added.length, 'entry', 'entries')} added`, `${count(changed.length)} changed`];
  if (removed.length > 0) parts.push(`${count(removed.length)} removed`);
  const accounts = moved.filter(({ kind }) => kind === 'account').length;
  if (accounts > 0) parts.push(`${counted(accounts, 'account')} moved`);
  if (moved.length > accounts) parts.push(`${counted(moved.length - accounts, 'host')} moved`);
  return parts.join(', ');
}

function sectionsOf({ diff, conflicting = [], refused, refusals = [], unnamed }: EditionFacts): readonly Section[] {
  const isNamed = ({ id }: { readonly id: string }): boolean => !unnamed.has(id);
  const isMoveNamed = ({ from, to }: MovedClaim): boolean => isNamed(from) && isNamed(to);
  return [
    { label: 'Added', lines: linesOf(diff.added, isNamed, ({ name }) => name) },
    { label: 'Changed', lines: linesOf(diff.changed, isNamed, changedLine) },
    { label: 'Removed', lines: linesOf(diff.removed, isNamed, ({ name }) => name) },
    { label: 'Moved', lines: linesOf(diff.moved, isMoveNamed, movedLine) },
    {
      label: 'Conflicting',
      lines: linesOf(
        conflicting,
        isNamed,
        ({ id, field, kept, offered }) =>
          `${id} · ${field}: kept ${claimText(field, kept)}, offered ${claimText(field, offered)}`,
      ),
    },
    { label: 'Refused', lines: refusedLines(refused, refusals) },
  ];
}

function linesOf<Item>(
  items: readonly Item[],
  isNamed: (item: Item) => boolean,
  lineOf: (item: Item) => string,
): readonly string[] {
  const named = items.filter(isNamed);
  const hidden = items.length - named.length;
  return [
    ...named.slice(0, shown).map((item) => shorten(lineOf(item), 300)),
    ...(named.length > shown ? [`and ${count(named.length - shown)} more`] : []),
    ...(hidden > 0 ? [`${counted(hidden, 'item')} without a public role, counted only`] : []),
  ];
}

function changedLine({ name, changes }: ChangedEntry): string {
  const evidence = changes.filter(({ field }) => field === 'evidence');
  const others = changes.filter(({ field }) => field !== 'evidence');
  const parts = others.slice(0, changesShown).map((change) => changeText(change));
  if (others.length > changesShown) parts.push(`${count(others.length - changesShown)} more`);
  const gained = evidence.filter(({ before }) => before === undefined).length;
  if (gained > 0) parts.push(`${counted(gained, 'finding')} added`);
  if (evidence.length > gained) parts.push(`${counted(evidence.length - gained, 'finding')} changed or taken away`);
  return `${name}: ${parts.join(' · ')}`;
}

const listNouns: Readonly<Record<string, string>> = { accounts: 'account', hosts: 'host', evidence: 'finding' };

/**
 * `typology: SC → CaPr`, `account x @ExampleDaily added`.
 *
 * @param hostText how a host is written; a terminal makes no link of it
 */
export function changeText({ field, before, after }: FieldChange, hostText: (host: string) => string = defang): string {
  const noun = listNouns[field] ?? field;
  const [old, now] = [before, after].map((text) => (field === 'hosts' && text !== undefined ? hostText(text) : text));
  if (old === undefined) return `${noun} ${now ?? ''} added`;
  if (now === undefined) return `${noun} ${old} taken away`;
  return `${noun}: ${old} → ${now}`;
}

function claimText(field: string, text: string): string {
  return field === 'hosts' ? defang(text) : text;
}

function movedLine({ what, kind, from, to }: MovedClaim): string {
  return `${kind === 'host' ? defang(what) : what}: from ${from.name} to ${to.name}`;
}

/** A reason may quote a cell with somebody's name or begin with an entry's id; neither is repeated in a chat. */
function refusedLines(refused: number, refusals: NonNullable<EditionFacts['refusals']>): readonly string[] {
  if (refused === 0) return [];
  const byReason = new Map<string, number[]>();
  for (const { line, reason } of refusals) {
    const bare = reason.replace(/^[a-z0-9]+(?:-[a-z0-9]+)*: /, '').replaceAll(/"[^"]*"/g, '"…"');
    byReason.set(bare, [...(byReason.get(bare) ?? []), line]);
  }
  const reasons = [...byReason].sort(([, a], [, b]) => b.length - a.length);
  return [
    `${counted(refused, 'row')} refused`,
    ...reasons.slice(0, shown).map(([reason, lines]) => {
      const more = lines.length > 3 ? ` and ${count(lines.length - 3)} more` : '';
      return `line ${lines.slice(0, 3).join(', ')}${more}: ${shorten(reason, 200)}`;
    }),
  ];
}
