/**
 * Reads a STIX 2.1 bundle: accounts, domains and addresses that it attributes to an actor whose country it names. One
 * entry per actor. OpenCTI's channels and media content are gone through on the way.
 */
import { z } from 'zod';
import { claimKeys } from '../claim.ts';
import type { EntryRefusal } from '../entry-file.ts';
import type { Confidence, EntryKind, RegistryAccount, RegistryEntry } from '../registry.ts';
import { createTally, type ListOptions, type RegistryImport } from './import-result.ts';
import { readJson } from './json-text.ts';
import { matchOf } from './stix-account.ts';
import { createStixGraph, type ReachedActor, type StixGraph } from './stix-graph.ts';
import { readStixObject, type StixObject } from './stix-objects.ts';
import { strictest, tlpMark, tlpMarkings } from './tlp.ts';

const Bundle = z.object({ type: z.literal('bundle'), objects: z.array(z.unknown()) });

export function readStix(text: string, { file }: Pick<ListOptions, 'file'>): RegistryImport {
  const nothing = (line: number, reason: string): RegistryImport => ({
    entries: [],
    refused: [{ file, line, reason }],
    counts: {},
  });
  const json = readJson(text);
  if ('broken' in json) return nothing(json.broken.line, json.broken.reason);
  const bundle = Bundle.safeParse(json.value);
  if (!bundle.success) return nothing(1, 'no STIX bundle: expected type "bundle" and a list of objects');

  const refused: EntryRefusal[] = [];
  const refuse = (index: number, reason: string): void =>
    void refused.push({ file, line: json.lineOf(`objects[${index}]`), reason: `objects[${index}]: ${reason}` });
  const tally = createTally();
  const { objects, indexes } = objectsOf(bundle.data.objects, tally.add, refuse);
  const graph = createStixGraph(objects);
  const groups = new Map<string, Group>();
  for (const object of objects) {
    const match = matchOf(object);
    if (match === undefined) continue;
    const index = indexes.get(object.id) ?? 0;
    if ('refused' in match) {
      refuse(index, match.refused);
      continue;
    }
    const reached = actorOf(object.id, graph);
    if ('refused' in reached) {
      tally.add('without an attribution');
      refuse(index, reached.refused);
      continue;
    }
    const group = groups.get(reached.actor.id) ?? newGroup(reached.state);
    groups.set(reached.actor.id, group);
    group.reached.push(reached);
    if ('host' in match) group.hosts.add(match.host);
    else group.accounts.set(claimKeys(match.account).join(), match.account);
  }
  const byId = new Map(objects.map((object) => [object.id, object]));
  const entries = [...groups.values()].map((group) => entryOf(group, byId, file));
  for (const entry of entries) {
    tally.add('accounts', entry.accounts.length);
    tally.add('hosts', entry.hosts.length);
  }
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

interface Objects {
  readonly objects: readonly StixObject[];
  readonly indexes: ReadonlyMap<string, number>;
}

/** Of two versions of an object the later one counts, and a revoked object takes all its versions with it. */
function objectsOf(
  values: readonly unknown[],
  count: (name: string) => void,
  refuse: (index: number, reason: string) => void,
): Objects {
  const kept = new Map<string, StixObject>();
  const indexes = new Map<string, number>();
  const revoked = new Set<string>();
  for (const [index, value] of values.entries()) {
    count('objects');
    const read = readStixObject(value);
    if ('other' in read) count(`${read.other} not read`);
    else if ('refused' in read) refuse(index, read.refused);
    else if (read.object.revoked === true) {
      revoked.add(read.object.id);
      count('revoked');
      refuse(index, `${read.object.type} ${read.object.id} is revoked`);
    } else {
      const known = kept.get(read.object.id);
      if (known !== undefined && (known.modified ?? '') > (read.object.modified ?? '')) continue;
      kept.set(read.object.id, read.object);
      indexes.set(read.object.id, index);
      count(read.object.type);
    }
  }
  return { objects: [...kept.values()].filter(({ id }) => !revoked.has(id)), indexes };
}

type Reached = ReachedActor & { readonly state: string };

function actorOf(id: string, graph: StixGraph): Reached | { readonly refused: string } {
  const reached = graph.actorsOf(id);
  const [first] = reached;
  if (first === undefined) return { refused: 'no attribution: no relationship leads to an actor' };
  if (reached.length > 1) {
    return {
      refused: `attributed to more than one: ${reached
        .map(({ actor }) => (isPerson(actor) ? 'a person' : nameOf(actor)))
        .join(', ')
        .slice(0, 200)}`,
    };
  }
  if (isPerson(first.actor)) return { refused: 'attributed to a person, of whom the bundle names no public office' };
  const states = graph.statesOf(first.actor.id);
  const [state] = states;
  if (state === undefined) return { refused: `${nameOf(first.actor)}: the bundle names no country of the actor` };
  if (states.length > 1) return { refused: `${nameOf(first.actor)}: more than one country: ${states.join(', ')}` };
  return { ...first, state };
}

function isPerson(actor: StixObject): boolean {
  if (actor.type === 'identity') return actor.identity_class === 'individual';
  return actor.type === 'threat-actor' && actor.resource_level === 'individual';
}

function nameOf(object: StixObject): string {
  const name = 'name' in object ? object.name?.trim() : undefined;
  return (name === undefined || name === '' ? object.id : name).slice(0, 200);
}

interface Group {
  readonly state: string;
  readonly reached: Reached[];
  readonly accounts: Map<string, RegistryAccount>;
  readonly hosts: Set<string>;
}

function newGroup(state: string): Group {
  return { state, reached: [], accounts: new Map(), hosts: new Set() };
}

type ById = ReadonlyMap<string, StixObject>;

function entryOf({ state, reached, accounts, hosts }: Group, byId: ById, file: string): RegistryEntry {
  const ways = [...new Set(reached.flatMap(({ path }) => path))];
  const actor = reached[0]?.actor;
  if (actor === undefined) throw new RangeError('a group without an actor');
  const by = byId.get(actor.created_by_ref ?? '');
  const mark = strictest(ways.flatMap((object) => marksOf(object, byId)));
  const kind = kindOf(actor);
  const urls = ways.flatMap(({ external_references: references = [] }) => references.flatMap(({ url }) => url ?? []));
  const url = urls.find((one) => /^https?:\/\/\S{1,2000}$/.test(one));
  return {
    id: `stix-${actor.id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 120).replace(/-+$/, ''),
    name: nameOf(actor),
    kind,
    state,
    publicRole: kind === 'government',
    accounts: [...accounts.values()],
    hosts: [...hosts],
    evidence: [
      {
        type: 'analyst',
        source: `STIX bundle${by === undefined ? '' : ` of ${nameOf(by)}`} (${file})`.slice(0, 200),
        url,
        date: timeOf(actor.modified ?? actor.created),
      },
    ],
    confidence: weakest(reached.map(({ confidence }) => confidence)),
    status: 'active',
    notes: mark === undefined ? undefined : `Marked ${mark} by its source.`,
  };
}

/** Sectors of STIX' vocabulary that are a public body; a medium's state says nothing about who controls it. */
function kindOf(actor: StixObject): EntryKind {
  const sectors = actor.type === 'identity' ? (actor.sectors ?? []) : [];
  return sectors.some((sector) => /^government(?:-|$)/.test(sector)) ? 'government' : 'proxy-reported';
}

/** STIX 2.1, appendix A, "None / Low / Med / High": 0, 1-29, 30-69, 70-100. What is not said is low. */
function confidenceOf(value: number | undefined): Confidence {
  if (value === undefined || value < 30) return 'low';
  return value < 70 ? 'moderate' : 'high';
}

function weakest(values: readonly (number | undefined)[]): Confidence {
  return confidenceOf(values.includes(undefined) ? undefined : Math.min(...values.map((value) => value ?? 0)));
}

function marksOf({ object_marking_refs: refs = [] }: StixObject, byId: ById): readonly string[] {
  return refs.flatMap((ref) => {
    const marking = byId.get(ref);
    const own = marking?.type === 'marking-definition' ? (marking.definition?.tlp ?? marking.name ?? '') : '';
    return tlpMark(own) ?? tlpMarkings.get(ref) ?? [];
  });
}

function timeOf(written: string | undefined): Date | undefined {
  const at = written === undefined ? undefined : new Date(written);
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}
