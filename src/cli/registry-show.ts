/** `tocsin registry import|show`: lists of attributed accounts into the store, and what is in it. */
import { importRegistryFile, type RegistryFileReport } from '../app/registry-import.ts';
import { UserError } from '../chat/command.ts';
import { counted } from '../measure/words.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { describeAttribution } from '../registry/describe-attribution.ts';
import type { RegistryEntry } from '../registry/registry.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface RegistryImportOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly includeOfficials: boolean;
  readonly json: boolean;
}

const listed = 10;

export async function importRegistry({
  files,
  includeOfficials,
  json,
  ...common
}: RegistryImportOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    const reports: RegistryFileReport[] = [];
    for (const file of files) {
      const deps = { registry: store.registry, includeOfficials, by: 'command line', now: new Date() };
      reports.push(await importRegistryFile(file, deps));
    }
    if (json) await printJson(reports.length === 1 ? reports[0] : reports);
    else await printLines(reports.flatMap(describe));
    return exitStatus.done;
  });
}

function describe(report: RegistryFileReport): readonly string[] {
  const { file, format, version, read, added, changed, unchanged, conflicting, refused, counts } = report;
  return [
    `${file} (${format}): ${counted(read, 'entry', 'entries')} read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${conflicting.length} conflicting, ${refused.length} refused; registry ${version}`,
    ...Object.entries(counts).map(([what, n]) => `  ${what}: ${n}`),
    ...conflicting
      .slice(0, listed)
      .map(({ id, field, kept, offered }) => `  conflict ${id} ${field}: kept ${kept}, offered ${offered}`),
    ...more(conflicting.length, 'conflict'),
    ...refused.slice(0, listed).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...more(refused.length, 'refusal'),
  ];
}

function more(all: number, what: string): readonly string[] {
  return all > listed ? [`  and ${counted(all - listed, `more ${what}`)}; --json lists them all`] : [];
}

export interface RegistryShowOptions extends CommonOptions {
  /** Entry id, handle or host; absent: everything. */
  readonly subject: string | undefined;
  readonly platform: string | undefined;
  readonly at: Date | undefined;
  readonly json: boolean;
}

export async function showRegistry({ subject, platform, at, json, ...common }: RegistryShowOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    const registry = createRegistry(await store.registry.snapshot());
    const moment = at ?? new Date();
    if (subject === undefined) {
      const summary = {
        version: registry.version,
        entries: registry.entries.length,
        groups: groupsOf(registry.entries),
      };
      if (json) await printJson({ ...summary, list: registry.entries });
      else await printLines(describeAll(summary));
      return exitStatus.done;
    }
    const platforms =
      platform === undefined
        ? [...new Set(registry.entries.flatMap((e) => e.accounts.map((a) => a.platform)))]
        : [platform];
    const byAccount = platforms
      .map((name) => registry.findAccount({ platform: name, handle: subject, accountId: undefined }, moment))
      .find((found) => found !== undefined);
    const entry = registry.entries.find(({ id }) => id === subject);
    const attribution =
      byAccount ??
      registry.findHost(subject, moment) ??
      (entry === undefined ? undefined : ({ entry, by: 'handle' } as const));
    if (attribution === undefined) {
      const near = registry.nearestHandles(subject.replace(/^@/, ''), 3).map((handle) => `@${handle}`);
      throw new UserError(
        `${subject} is not in the registry (version ${registry.version}).${near.length > 0 ? ` Nearest: ${near.join(', ')}.` : ''}`,
      );
    }
    if (json)
      await printJson({
        version: registry.version,
        by: entry === undefined ? attribution.by : 'id',
        entry: attribution.entry,
      });
    else await printLines([describeAttribution(attribution, moment), ...detail(attribution.entry)]);
    return exitStatus.done;
  });
}

function groupsOf(entries: readonly RegistryEntry[]): Readonly<Record<string, number>> {
  const groups = new Map<string, number>();
  for (const { state, kind } of entries) groups.set(`${state} ${kind}`, (groups.get(`${state} ${kind}`) ?? 0) + 1);
  return Object.fromEntries([...groups].sort(([, a], [, b]) => b - a));
}

function describeAll({
  version,
  entries,
  groups,
}: {
  version: string;
  entries: number;
  groups: Readonly<Record<string, number>>;
}): readonly string[] {
  return [
    `registry ${version}: ${counted(entries, 'entry', 'entries')}`,
    ...Object.entries(groups).map(([group, n]) => `  ${group}: ${n}`),
  ];
}

function detail({ id, accounts, hosts, evidence }: RegistryEntry): readonly string[] {
  return [
    `  id: ${id}`,
    ...accounts.map(
      ({ platform, handle, nativeId }) =>
        `  account: ${platform}${handle === undefined ? '' : ` @${handle}`}${nativeId === undefined ? '' : ` id ${nativeId}`}`,
    ),
    ...hosts.map((host) => `  host: ${host}`),
    ...evidence.map(
      ({ type, source, url }) => `  evidence: ${type} · ${source}${url === undefined ? '' : ` · ${url}`}`,
    ),
  ];
}
