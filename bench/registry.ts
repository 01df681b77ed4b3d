/**
 * The registry with many entries: loading it, against JSON.parse of the same entries, and asking it, against one read
 * of a map with as many keys. The baselines run before and after, as a machine that is shared changes its speed.
 *
 *     npx tsx bench/registry.ts [--entries 100000] [--json]
 */
import { parseArgs } from 'node:util';
import { createRegistry } from '../src/registry/create-registry.ts';
import type { Registry, RegistryEntry } from '../src/registry/registry.ts';
import { openStore } from '../src/store/open-store.ts';
import { mean, print, printTable, withServer } from './bench.ts';
import { inventedEntries } from './registry-entries.ts';

export interface RegistryBench {
  readonly entries: number;
  /** Milliseconds of this process's processor time, what goes through the server in milliseconds of the clock. */
  readonly jsonParse: number;
  readonly create: number;
  readonly snapshot: number;
  readonly keep: number;
  /** The first question of each kind makes its index. */
  readonly firstHandle: number;
  readonly firstHost: number;
  /** Microseconds of processor time a question; `mapGet` is the baseline. */
  readonly mapGet: number;
  readonly questions: readonly Question[];
}

interface Question {
  readonly name: string;
  readonly mean: number;
  /** Microseconds of the clock: half of the questions took less. */
  readonly median: number;
}

const at = new Date('2026-03-02T12:00:00Z');

export async function benchRegistry(count: number): Promise<RegistryBench> {
  const entries = inventedEntries(count);
  const { keep, snapshot } = await throughStore(entries);
  const json = JSON.stringify(entries);
  const parseBefore = timed(() => JSON.parse(json)).ms;
  const create = timed(() => createRegistry({ version: 'bench', entries }));
  const parseAfter = timed(() => JSON.parse(json)).ms;
  const registry = create.result;
  const firstHandle = timed(() => registry.nearestHandles('somebody_else', 3)).ms;
  const firstHost = timed(() => registry.nearestHosts('somebody-else.example', 3)).ms;
  const asked = pick(entries, 2000);
  const map = new Map(entries.map((entry) => [entry.accounts[0]?.nativeId ?? '', entry]));
  const bare = (): Question => askAll('', asked, ({ accounts }) => map.get(accounts[0]?.nativeId ?? ''));
  const before = bare();
  const questions = askEverything(registry, asked);
  const after = bare();
  return {
    entries: count,
    jsonParse: mean([parseBefore, parseAfter]),
    create: create.ms,
    snapshot,
    keep,
    firstHandle,
    firstHost,
    mapGet: mean([before.mean, after.mean]),
    questions,
  };
}

/** Kept as one edition in the embedded server, and read back as the program reads it. */
function throughStore(
  entries: readonly RegistryEntry[],
): Promise<{ readonly keep: number; readonly snapshot: number }> {
  return withServer(async ({ host, user, database }) => {
    const store = await openStore({ connection: { host, user, database } });
    try {
      const started = performance.now();
      const edition = { source: 'invented', by: 'bench', at, added: 0, changed: 0, refused: 0 };
      await store.registry.keepEdition(edition, entries);
      const kept = performance.now();
      const read = await store.registry.snapshot();
      if (read.entries.length !== entries.length) throw new Error(`${read.entries.length} entries were read back`);
      return { keep: kept - started, snapshot: performance.now() - kept };
    } finally {
      await store.close();
    }
  });
}

function askEverything(registry: Registry, asked: readonly RegistryEntry[]): readonly Question[] {
  const handleOf = ({ accounts }: RegistryEntry): string => accounts[0]?.handle ?? '';
  const hostOf = ({ hosts }: RegistryEntry): string => hosts[0] ?? '';
  return [
    askAll('account by native id', asked, ({ accounts }) =>
      registry.findAccount({ platform: 'x', accountId: accounts[0]?.nativeId ?? '' }, at),
    ),
    askAll('account by handle', asked, (entry) => registry.findAccount({ platform: 'x', handle: handleOf(entry) }, at)),
    askAll('account that is in no entry', asked, ({ id }) =>
      registry.findAccount({ platform: 'x', accountId: id, handle: id }, at),
    ),
    askAll('host', asked, (entry) => registry.findHost(`www.${hostOf(entry)}`, at)),
    askAll('host that is in no entry', asked, (entry) => registry.findHost(`${hostOf(entry)}.elsewhere.example`, at)),
    askAll('nearest handles, one letter swapped', asked, (entry) =>
      registry.nearestHandles(swapped(handleOf(entry)), 3),
    ),
    askAll('nearest handles, three letters off', asked, (entry) =>
      registry.nearestHandles(`q${handleOf(entry).slice(1)}zq`, 3),
    ),
    askAll('nearest handles, 25 of them', asked, (entry) => registry.nearestHandles(handleOf(entry), 25)),
    askAll('nearest handles, nothing like it', asked, ({ id }) => registry.nearestHandles(`${id}${id}`, 3)),
    askAll('nearest hosts, one letter swapped', asked, (entry) => registry.nearestHosts(swapped(hostOf(entry)), 3)),
    askAll('nearest hosts, inside another', asked, (entry) =>
      registry.nearestHosts(`${hostOf(entry)}.elsewhere.example`, 3),
    ),
  ];
}

function askAll(name: string, asked: readonly RegistryEntry[], ask: (entry: RegistryEntry) => unknown): Question {
  for (const entry of asked.slice(0, 200)) ask(entry); // compiled first, as in a bot that has run for a while
  const before = processorMs();
  const times = asked.map((entry) => {
    const started = performance.now();
    ask(entry);
    return (performance.now() - started) * 1000;
  });
  const spent = ((processorMs() - before) * 1000) / times.length;
  return { name, mean: spent, median: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0 };
}

/** A machine that is shared stops a process at any moment; its own time goes on only when it works. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function timed<Result>(work: () => Result): { readonly ms: number; readonly result: Result } {
  const started = processorMs();
  const result = work();
  return { ms: processorMs() - started, result };
}

function pick(entries: readonly RegistryEntry[], count: number): readonly RegistryEntry[] {
  const step = Math.max(1, Math.floor(entries.length / count));
  return entries.filter((_, n) => n % step === 0);
}

function swapped(word: string): string {
  return `${word.slice(0, 2)}${word[3] ?? ''}${word[2] ?? ''}${word.slice(4)}`;
}

export function printRegistry(bench: RegistryBench): void {
  const { entries, jsonParse, create, snapshot, keep, firstHandle, firstHost, mapGet, questions } = bench;
  print(`Registry of ${entries} entries`);
  printTable([
    ['', 'ms', '× JSON.parse'],
    ...[
      ['JSON.parse of the entries', jsonParse] as const,
      ['createRegistry', create] as const,
      ['first question for nearest handles', firstHandle] as const,
      ['first question for nearest hosts', firstHost] as const,
      ['read from the embedded server', snapshot] as const,
      ['kept there as one edition', keep] as const,
    ].map(([name, ms]) => [name, ms.toFixed(0), (ms / jsonParse).toFixed(2)]),
  ]);
  printTable([
    ['', 'mean µs', 'median µs', '× Map.get'],
    ['Map.get', mapGet.toFixed(2), '', '1.0'],
    ...questions.map(({ name, mean: us, median }) => [
      name,
      us.toFixed(2),
      median.toFixed(2),
      (us / mapGet).toFixed(1),
    ]),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { entries: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchRegistry(Number(values.entries));
  if (values.json) print(JSON.stringify(bench));
  else printRegistry(bench);
}
