/** `tocsin registry show`: one entry by id, handle, host or address, with all its evidence; or what there is. */
import { UserError } from '../chat/command.ts';
import { count, counted, dateText } from '../measure/words.ts';
import { claimantsOf } from '../registry/claimants.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { describeAttribution } from '../registry/describe-attribution.ts';
import type { Registry, RegistryAccount, RegistryEntry, RegistryEvidence } from '../registry/registry.ts';
import { readSubject, type Subject } from '../registry/subject.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface RegistryShowOptions extends CommonOptions {
  /** Entry id, handle, host or address; absent: everything. */
  readonly subject: string | undefined;
  readonly platform: string | undefined;
  readonly at: Date | undefined;
  readonly json: boolean;
}

export async function showRegistry({ subject, platform, at, json, ...common }: RegistryShowOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    const registry = createRegistry(await store.registry.snapshot());
    if (subject === undefined) await showAll(registry, json);
    else await showOne(registry, subject, platform, at ?? new Date(), json);
    return exitStatus.done;
  });
}

async function showAll({ version, entries }: Registry, json: boolean): Promise<void> {
  const groups = countsOf(entries.map(({ state, kind }) => `${state} ${kind}`));
  const statuses = countsOf(entries.map(({ status }) => status));
  if (json) return printJson({ version, entries: entries.length, groups, statuses, list: entries });
  await printLines([
    `registry ${version}: ${counted(entries.length, 'entry', 'entries')}`,
    ...Object.entries(groups).map(([group, n]) => `  ${group}: ${count(n)}`),
    ...Object.entries(statuses).flatMap(([status, n]) =>
      status === 'active' ? [] : [`  of these ${status}: ${count(n)}`],
    ),
  ]);
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

interface Found {
  readonly entry: RegistryEntry;
  readonly by: 'id' | 'native-id' | 'handle' | 'host';
  /** Matched at the moment asked about; withdrawn entries never do. */
  readonly matches: boolean;
}

async function showOne(
  registry: Registry,
  text: string,
  platform: string | undefined,
  at: Date,
  json: boolean,
): Promise<void> {
  const [first, ...others] = foundIn(registry, text, platform, at);
  if (first === undefined) throw new UserError(unknownText(registry, text));
  if (json) {
    return printJson({ version: registry.version, by: first.by, matches: first.matches, entry: first.entry, others });
  }
  await printLines([first, ...others].flatMap((found) => describe(found, at)));
}

/** The entry that answers first, then whatever else claims the same: disputed, withdrawn, or of another time. */
function foundIn(registry: Registry, text: string, platform: string | undefined, at: Date): readonly Found[] {
  const named = registry.entries.find(({ id }) => id === text);
  if (named !== undefined) return [{ entry: named, by: 'id', matches: named.status !== 'withdrawn' }];
  const subject = subjectOn(readSubject(text), platform);
  if (subject === undefined) return [];
  const found = new Map<string, Found>();
  for (const { entry, by, valid } of claimantsOf(registry.entries, subject, at)) {
    if (!found.has(entry.id)) found.set(entry.id, { entry, by, matches: valid && entry.status !== 'withdrawn' });
  }
  return [...found.values()];
}

function subjectOn(subject: Subject | undefined, platform: string | undefined): Subject | undefined {
  if (subject === undefined || platform === undefined) return subject;
  return { ...subject, accounts: subject.accounts.map((account) => ({ ...account, platform })) };
}

function unknownText(registry: Registry, text: string): string {
  const subject = readSubject(text);
  const near = registry.nearestHandles(text.replace(/^@/, ''), 3).map((handle) => `@${handle}`);
  const hosts = subject?.host === undefined ? [] : registry.nearestHosts(subject.host, 3);
  const offers = [...near, ...hosts];
  const offer = offers.length > 0 ? ` Nearest: ${offers.join(', ')}.` : '';
  return `${text} is not in the registry (version ${registry.version}); that does not mean independent.${offer}`;
}

function describe({ entry, by, matches }: Found, at: Date): readonly string[] {
  const { id, name, state, role, status, admiralty, publicRole, accounts, hosts, evidence, notes } = entry;
  return [
    describeAttribution({ entry, by: by === 'id' ? 'handle' : by }, at),
    `  id: ${id}`,
    `  status: ${status}${matches ? '' : `; matches nothing on ${dateText(at)}`}`,
    `  state: ${state}`,
    ...(role === undefined ? [] : [`  role: ${role}`]),
    ...(admiralty === undefined ? [] : [`  Admiralty code: ${admiralty}`]),
    ...(publicRole ? [] : [`  without a public role: never named in a chat (${name})`]),
    ...cut(accounts.map(accountLine), 'account'),
    ...cut(
      hosts.map((host) => `  host: ${host}`),
      'host',
    ),
    ...evidence.map(evidenceLine),
    ...(notes === undefined ? [] : [`  notes: ${notes}`]),
  ];
}

/** Accounts and hosts printed of an entry: a takedown set has tens of thousands. */
const listed = 50;

function cut(lines: readonly string[], what: string): readonly string[] {
  if (lines.length <= listed) return lines;
  return [...lines.slice(0, listed), `  and ${counted(lines.length - listed, `more ${what}`)}; --json lists them all`];
}

function accountLine({ platform, handle, nativeId, validFrom, validTo }: RegistryAccount): string {
  const parts = [
    `  account: ${platform}`,
    ...(handle === undefined ? [] : [`@${handle}`]),
    ...(nativeId === undefined ? [] : [`id ${nativeId}`]),
    ...(validFrom === undefined ? [] : [`since ${dateText(validFrom)}`]),
    ...(validTo === undefined ? [] : [`until ${dateText(validTo)}`]),
  ];
  return parts.join(' ');
}

function evidenceLine({ type, source, date, by, quote, url, archiveUrl, retrievedAt }: RegistryEvidence): string {
  const parts = [
    `  evidence: ${type}`,
    source,
    ...(date === undefined ? [] : [dateText(date)]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(quote === undefined ? [] : [`"${quote}"`]),
    ...(url === undefined ? [] : [url]),
    ...(archiveUrl === undefined ? [] : [`archived ${archiveUrl}`]),
    ...(retrievedAt === undefined ? [] : [`retrieved ${dateText(retrievedAt)}`]),
  ];
  return parts.join(' · ');
}
