/**
 * Reads the result of the query in docs/registry.md (application/sparql-results+json): accounts and sites that
 * Wikidata (CC0) states of the bodies that were asked for. One entry per item.
 *
 * Kind and state come with the query: it is whoever asks that says which body is of what kind, not Wikidata.
 */
import { z } from 'zod';
import { accountText, claimKeys } from '../claim.ts';
import type { EntryRefusal } from '../entry-file.ts';
import { entryKinds, type RegistryAccount, type RegistryEntry } from '../registry.ts';
import { createTally, type ListOptions, type RegistryImport } from './import-result.ts';
import { readJson } from './json-text.ts';
import { readWikidataRow, type WikidataRow, wikidataVariables } from './wikidata-row.ts';

const Result = z.object({
  head: z.object({ vars: z.array(z.string()) }),
  results: z.object({ bindings: z.array(z.unknown()) }),
});

export function readWikidata(text: string, { file, includeOfficials = false, now }: ListOptions): RegistryImport {
  const nothing = (line: number, reason: string): RegistryImport => ({
    entries: [],
    refused: [{ file, line, reason }],
    counts: {},
  });
  const json = readJson(text);
  if ('broken' in json) return nothing(json.broken.line, json.broken.reason);
  const result = Result.safeParse(json.value);
  if (!result.success) return nothing(1, 'no result of a SPARQL query: expected head.vars and results.bindings');
  const strange = otherVariables(result.data.head.vars);
  if (strange !== undefined) return nothing(1, strange);

  const refused: EntryRefusal[] = [];
  const tally = createTally();
  const rows = result.data.results.bindings.flatMap((binding, i): WikidataRow[] => {
    tally.add('rows');
    const row = readWikidataRow(binding);
    if (!('refused' in row)) return [{ ...row, line: json.lineOf(`results.bindings[${i}]`) }];
    refused.push({ file, line: json.lineOf(`results.bindings[${i}]`), reason: row.refused });
    if (row.count !== undefined) tally.add(row.count);
    return [];
  });
  const refuse = (line: number, reason: string): void => void refused.push({ file, line, reason });
  const entries = [...byItem(rows).values()].flatMap((group) => {
    const reason = reasonAgainst(group, includeOfficials);
    if (reason === undefined) return entryOf(group, now, refuse);
    tally.add(reason.count);
    refuse(group[0].line, `${group[0].item}: ${reason.text}`);
    return [];
  });
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

function otherVariables(given: readonly string[]): string | undefined {
  const missing = wikidataVariables.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !wikidataVariables.includes(name));
  if (missing.length + unknown.length === 0) return undefined;
  const what = [
    missing.length > 0 ? `missing: ${missing.join(', ')}` : '',
    unknown.length > 0 ? `unknown: ${unknown.join(', ').slice(0, 200)}` : '',
  ];
  return `not the variables of the query in docs/registry.md (${what.filter(Boolean).join('; ')})`;
}

type Group = [WikidataRow, ...WikidataRow[]];

function byItem(rows: readonly WikidataRow[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const group = groups.get(row.item);
    if (group === undefined) groups.set(row.item, [row]);
    else group.push(row);
  }
  return groups;
}

const kindsOfOfficials = new Set<string>(['diplomat', 'government', 'party']);

function reasonAgainst(
  group: Group,
  includeOfficials: boolean,
): { readonly text: string; readonly count: string } | undefined {
  for (const field of ['state', 'kind'] as const) {
    const values = [...new Set(group.map((row) => row[field]))];
    if (values.length > 1)
      return { text: `has more than one ${field}: ${values.join(', ')}`, count: `several ${field}s` };
  }
  const [{ kind, human }] = group;
  if (!entryKinds.some((known) => known === kind)) {
    return { text: `kind "${kind}" is none of ${entryKinds.join(', ')}`, count: 'unknown kind' };
  }
  if (!human) return undefined;
  if (!kindsOfOfficials.has(kind)) return { text: 'a person in no public office', count: 'persons left out' };
  return includeOfficials
    ? undefined
    : { text: 'an official; named officials are an opt-in', count: 'officials left out' };
}

function entryOf(group: Group, now: Date, refuse: (line: number, reason: string) => void): readonly RegistryEntry[] {
  const [{ item, name, state, kind: asked, line, retrieved }] = group;
  const kind = entryKinds.find((known) => known === asked);
  if (kind === undefined) return [];
  const accounts = distinct(group.flatMap(({ account }) => account ?? []));
  const hosts = [...new Set(group.flatMap(({ host }) => host ?? []))];
  if (accounts.length + hosts.length === 0) {
    refuse(line, `${item}: neither account nor site, nothing to match`);
    return [];
  }
  const statements = [...new Set(group.map(({ property, rank }) => `${property} (${rank} rank)`))].join(', ');
  return [
    {
      id: `wikidata-${item.toLowerCase()}`,
      name,
      kind,
      state,
      publicRole: kind !== 'proxy-reported',
      accounts,
      hosts,
      evidence: [
        {
          type: 'registry',
          source: `Wikidata ${item}`,
          url: `https://www.wikidata.org/wiki/${item}`,
          retrievedAt: retrieved ?? now,
        },
      ],
      confidence: 'moderate',
      status: 'active',
      notes: `Statements: ${statements}. Kind and state are those of the query.`.slice(0, 2000),
    },
  ];
}

/** A query joins, so a statement may come several times; of one account the row that knows its native id is kept. */
function distinct(accounts: readonly RegistryAccount[]): readonly RegistryAccount[] {
  const kept = new Map<string, RegistryAccount>();
  for (const account of accounts) {
    const key = `${account.handle === undefined ? claimKeys(account).join() : accountText(account).toLowerCase()} ${account.validFrom?.getTime()} ${account.validTo?.getTime()}`;
    const known = kept.get(key);
    if (known === undefined || known.nativeId === undefined) kept.set(key, account);
  }
  return [...kept.values()];
}
