/**
 * Reads MISP events (JSON): accounts, outlets and domains of the events that say whose they are. One entry per event
 * and state. What the event attributes to nobody is refused: that it is in an event says nothing about whose it is.
 */
import { claimKeys } from '../claim.ts';
import type { EntryRefusal } from '../entry-file.ts';
import type { Confidence, RegistryAccount, RegistryEntry } from '../registry.ts';
import { slugOf } from '../slug.ts';
import { createTally, type ListOptions, type RegistryImport } from './import-result.ts';
import { readJson } from './json-text.ts';
import { claimOf, judgementOf, type MispClaim } from './misp-attribution.ts';
import {
  isDeleted,
  type MispAttribute,
  type MispObject,
  mispEvents,
  type PlacedEvent,
  readMispAttribute,
  readMispObject,
} from './misp-event.ts';
import { type MispMatch, matchOfMisp } from './misp-match.ts';

type Count = (name: string, n?: number) => void;
type Refuse = (path: string, reason: string) => void;

export function readMisp(text: string, { file }: Pick<ListOptions, 'file'>): RegistryImport {
  const json = readJson(text);
  if ('broken' in json) return { entries: [], refused: [{ file, ...json.broken }], counts: {} };
  const read = mispEvents(json.value);
  if (read === undefined) {
    return {
      entries: [],
      refused: [{ file, line: 1, reason: 'no MISP event: expected Event, or a list of them' }],
      counts: {},
    };
  }
  const refused: EntryRefusal[] = [];
  const refuse = (path: string, reason: string): void =>
    void refused.push({ file, line: json.lineOf(path), reason: `${path}: ${reason}` });
  for (const { path, reason } of read.refused) refused.push({ file, line: json.lineOf(path), reason });
  const tally = createTally();
  tally.add('events', read.events.length);
  const entries = read.events.flatMap((placed) => entriesOf(placed, file, tally.add, refuse));
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

interface Part {
  readonly actors: Set<string>;
  readonly tags: Set<string>;
  readonly accounts: Map<string, RegistryAccount>;
  readonly hosts: Set<string>;
}

function entriesOf(placed: PlacedEvent, file: string, count: Count, refuse: Refuse): readonly RegistryEntry[] {
  const { event, path } = placed;
  const ofEvent = claimOfEvent(placed);
  const parts = new Map<string, Part>();
  for (const [index, value] of (event.Object ?? []).entries()) {
    const at = `${path}.Object[${index}]`;
    const read = readMispObject(value);
    if ('refused' in read) refuse(at, read.refused);
    else takeObject(read.object, at, ofEvent, parts, count, refuse);
  }
  return [...parts].map(([state, part]) => entryOf(placed, state, part, file, count));
}

function claimOfEvent({ event }: PlacedEvent): MispClaim & { readonly tags: readonly string[] } {
  const tags = (event.Tag ?? []).map(({ name }) => name);
  const attributes = (event.Attribute ?? [])
    .flatMap((value) => readMispAttribute(value) ?? [])
    .filter((one) => !isDeleted(one));
  const clusters = (event.Galaxy ?? []).flatMap(({ type, GalaxyCluster: inner }) =>
    (inner ?? []).map((cluster) => ({ ...cluster, type: cluster.type ?? type })),
  );
  return { ...claimOf(tags, attributes, clusters), tags };
}

function takeObject(
  object: MispObject,
  at: string,
  ofEvent: ReturnType<typeof claimOfEvent>,
  parts: Map<string, Part>,
  count: Count,
  refuse: Refuse,
): void {
  const match = matchOfMisp(object);
  if (match === undefined) return count(`${object.name.slice(0, 60)} not read`);
  count(object.name);
  if (isDeleted(object)) return refuse(at, `${object.name} is deleted`);
  for (const reason of match.refused) refuse(at, `${object.name}: ${reason}`);
  if (match.accounts.length + match.hosts.length === 0) return;

  const attributes = (object.Attribute ?? []).filter((one) => !isDeleted(one));
  const tags = attributes.flatMap(({ Tag: given }) => (given ?? []).map(({ name }) => name));
  const own = claimOf(tags, attributes, []);
  const reason = reasonAgainst(object, attributes, own, ofEvent);
  if (reason !== undefined) {
    count('without an attribution');
    return refuse(at, `${object.name}: ${reason}`);
  }
  const { states, actors } = own.states.length > 0 ? own : ofEvent;
  addTo(parts, states[0] ?? '', match, actors, [...tags, ...ofEvent.tags]);
}

function reasonAgainst(
  object: MispObject,
  attributes: readonly MispAttribute[],
  own: MispClaim,
  ofEvent: MispClaim,
): string | undefined {
  const { states } = own.states.length > 0 ? own : ofEvent;
  if (states.length === 0) return 'no attribution';
  if (states.length > 1) return `attributed to more than one state: ${states.join(', ')}`;
  // A post may be one of the campaign, of its victim or of somebody who writes about it.
  if (object.name !== 'microblog' || own.states.length > 0) return undefined;
  const hostile = attributes.some(
    ({ object_relation: relation, value }) => relation === 'state' && /^(?:malicious|disinformation)$/i.test(value),
  );
  return hostile ? undefined : "no attribution of its author: the event does not say that the post is the actor's";
}

function addTo(
  parts: Map<string, Part>,
  state: string,
  match: MispMatch,
  actors: readonly string[],
  tags: readonly string[],
): void {
  const part = parts.get(state) ?? { actors: new Set(), tags: new Set(), accounts: new Map(), hosts: new Set() };
  parts.set(state, part);
  for (const actor of actors) part.actors.add(actor);
  for (const tag of tags) part.tags.add(tag);
  for (const account of match.accounts) part.accounts.set(claimKeys(account).join(), account);
  for (const host of match.hosts) part.hosts.add(host);
}

function entryOf({ event }: PlacedEvent, state: string, part: Part, file: string, count: Count): RegistryEntry {
  const { confidence, admiralty, tlp, responsibility } = judgementOf([...part.tags]);
  const [actor, ...others] = part.actors;
  const organisation = event.Orgc?.name.trim() ?? '';
  const info = event.info.trim();
  count('accounts', part.accounts.size);
  count('hosts', part.hosts.size);
  const notes = [
    tlp === undefined ? '' : `Marked ${tlp} by its source.`,
    responsibility.length === 0 ? '' : `State responsibility: ${responsibility.join(', ')}.`,
    others.length === 0 ? '' : `Also named: ${others.join(', ')}.`,
  ].filter((note) => note !== '');
  return {
    id: slugOf(`misp ${event.uuid} ${state}`),
    name: (actor ?? (info === '' ? `MISP event ${event.uuid}` : info)).slice(0, 200),
    kind: 'proxy-reported',
    state,
    publicRole: false,
    accounts: [...part.accounts.values()],
    hosts: [...part.hosts],
    evidence: [
      {
        type: 'analyst',
        source: `MISP event${organisation === '' ? '' : ` of ${organisation}`}: ${info} (${file})`.slice(0, 200),
        date: dayOf(event.date),
      },
    ],
    confidence: confidence ?? unsaid,
    admiralty,
    status: 'active',
    notes: notes.length === 0 ? undefined : notes.join(' ').slice(0, 2000),
  };
}

/** An event that does not say how sure it is is not taken for sure. */
const unsaid: Confidence = 'low';

function dayOf(written: string | null | undefined): Date | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(written ?? '') ? new Date(`${written}T00:00:00Z`) : undefined;
  return day === undefined || Number.isNaN(day.getTime()) ? undefined : day;
}
