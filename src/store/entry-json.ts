/**
 * Registry entries kept as JSON, read back with their dates. Checked by hand, as a registry may have 100,000 of them:
 * a schema takes twice as long.
 */
import {
  confidences,
  controls,
  entryKinds,
  entryStatuses,
  evidenceTypes,
  type RegistryAccount,
  type RegistryEntry,
  type RegistryEvidence,
} from '../registry/registry.ts';

/** Requires every key of a shape, optional ones too: a key forgotten here would be lost when read. */
type Whole<Shape> = { readonly [Key in keyof Shape]-?: Shape[Key] };

type Fields = Readonly<Record<string, unknown>>;

/** Throws when what is kept is no entry. */
export function readEntry(json: unknown): RegistryEntry {
  const kept = fieldsOf(json, 'entry');
  const entry: Whole<RegistryEntry> = {
    id: text(kept, 'id'),
    name: text(kept, 'name'),
    kind: oneOf(entryKinds, kept, 'kind'),
    state: text(kept, 'state'),
    typology: optional(text, kept, 'typology'),
    role: optional(text, kept, 'role'),
    control: kept['control'] === undefined ? undefined : oneOf(controls, kept, 'control'),
    publicRole: truth(kept, 'publicRole'),
    accounts: list(kept, 'accounts').map(readAccount),
    hosts: list(kept, 'hosts').map(readHost),
    evidence: list(kept, 'evidence').map(readEvidence),
    confidence: oneOf(confidences, kept, 'confidence'),
    admiralty: optional(text, kept, 'admiralty'),
    status: oneOf(entryStatuses, kept, 'status'),
    notes: optional(text, kept, 'notes'),
  };
  return entry;
}

export function readEntries(json: unknown): readonly RegistryEntry[] {
  if (!Array.isArray(json)) throw wrong('entries', 'list', json);
  return json.map(readEntry);
}

function readAccount(json: unknown): RegistryAccount {
  const kept = fieldsOf(json, 'account');
  const account: Whole<RegistryAccount> = {
    platform: text(kept, 'platform'),
    handle: optional(text, kept, 'handle'),
    nativeId: optional(text, kept, 'nativeId'),
    validFrom: optional(date, kept, 'validFrom'),
    validTo: optional(date, kept, 'validTo'),
  };
  return account;
}

function readHost(json: unknown): string {
  if (typeof json !== 'string') throw wrong('host', 'text', json);
  return json;
}

function readEvidence(json: unknown): RegistryEvidence {
  const kept = fieldsOf(json, 'evidence');
  const evidence: Whole<RegistryEvidence> = {
    type: oneOf(evidenceTypes, kept, 'type'),
    source: text(kept, 'source'),
    url: optional(text, kept, 'url'),
    quote: optional(text, kept, 'quote'),
    date: optional(date, kept, 'date'),
    by: optional(text, kept, 'by'),
    archiveUrl: optional(text, kept, 'archiveUrl'),
    retrievedAt: optional(date, kept, 'retrievedAt'),
    contentHash: optional(text, kept, 'contentHash'),
  };
  return evidence;
}

function fieldsOf(json: unknown, what: string): Fields {
  if (!isFields(json)) throw wrong(what, 'object', json);
  return json;
}

function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function optional<Value>(read: (kept: Fields, key: string) => Value, kept: Fields, key: string): Value | undefined {
  return kept[key] === undefined ? undefined : read(kept, key);
}

function text(kept: Fields, key: string): string {
  const value = kept[key];
  if (typeof value !== 'string') throw wrong(key, 'text', value);
  return value;
}

function truth(kept: Fields, key: string): boolean {
  const value = kept[key];
  if (typeof value !== 'boolean') throw wrong(key, 'true or false', value);
  return value;
}

function date(kept: Fields, key: string): Date {
  const written = text(kept, key);
  const at = new Date(written);
  if (Number.isNaN(at.getTime())) throw wrong(key, 'date', written);
  return at;
}

function list(kept: Fields, key: string): readonly unknown[] {
  const value = kept[key];
  if (!Array.isArray(value)) throw wrong(key, 'list', value);
  return value;
}

function oneOf<Word extends string>(words: readonly Word[], kept: Fields, key: string): Word {
  const value = kept[key];
  const word = words.find((one) => one === value);
  if (word === undefined) throw wrong(key, words.join(', '), value);
  return word;
}

function wrong(what: string, expected: string, value: unknown): TypeError {
  return new TypeError(
    `kept registry entry: ${what} is no ${expected}: ${String(JSON.stringify(value)).slice(0, 100)}`,
  );
}
