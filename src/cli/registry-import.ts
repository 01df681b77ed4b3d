/** `tocsin registry import`: lists of attributed accounts into the store, or with `--dry-run` what they would change. */
import { entriesAfter } from '../../jobs/tell-edition.ts';
import { readRegistryFile } from '../app/registry-file.ts';
import { importRegistryFile, type RegistryFileReport, readRegistryText } from '../app/registry-import.ts';
import { count, counted } from '../measure/words.ts';
import { diffEntries, type RegistryDiff } from '../registry/diff.ts';
import { mergeEntries } from '../registry/merge.ts';
import type { RegistryEntry, RegistrySnapshot } from '../registry/registry.ts';
import { exitStatus, printJson, printLines, say } from './output.ts';
import { diffLines } from './registry-words.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface RegistryImportOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly includeOfficials: boolean;
  readonly reason: string | undefined;
  readonly by: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** A dry run has no edition, so its version is the one the file was compared with. */
type Report = RegistryFileReport & { readonly diff?: RegistryDiff | undefined };

const listed = 10;

export async function importRegistry({
  files,
  includeOfficials,
  reason,
  by,
  dryRun,
  json,
  ...common
}: RegistryImportOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    const deps = { registry: store.registry, includeOfficials, by, reason, now: new Date() };
    const reports = dryRun
      ? await tryFiles(files, await store.registry.snapshot(), deps)
      : await keepFiles(files, deps);
    if (json) await printJson(reports.length === 1 ? reports[0] : reports);
    else await printLines(reports.flatMap(describe));
    // A file of which nothing could be taken is most likely another one than was meant.
    const empty = reports.filter(({ read }) => read === 0);
    for (const { file } of empty) say(`${file}: no entry of it could be taken.`);
    return empty.length === 0 ? exitStatus.done : exitStatus.failed;
  });
}

async function keepFiles(
  files: readonly string[],
  deps: Parameters<typeof importRegistryFile>[1],
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const file of files) reports.push(await importRegistryFile(file, deps));
  return reports;
}

/** Each file onto what the ones before it would have left. */
async function tryFiles(
  files: readonly string[],
  { version, entries: now }: RegistrySnapshot,
  options: Parameters<typeof readRegistryText>[2],
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  let entries: readonly RegistryEntry[] = now;
  for (const file of files) {
    const read = readRegistryText(await readRegistryFile(file), file, options);
    const { entries: touched, report } = mergeEntries(entries, read.entries);
    const after = entriesAfter(entries, touched);
    reports.push({
      file,
      format: read.format,
      version,
      read: read.entries.length,
      added: report.added.length,
      changed: report.changed.length,
      unchanged: read.entries.length - report.added.length - report.changed.length,
      conflicting: report.conflicting,
      refused: read.refused,
      counts: read.counts,
      diff: diffEntries(entries, after),
    });
    entries = after;
  }
  return reports;
}

function describe(report: Report): readonly string[] {
  const { file, format, version, read, added, changed, unchanged, conflicting, refused, counts, diff } = report;
  const kept = diff === undefined ? `registry ${version}` : `nothing is kept (compared with registry ${version})`;
  return [
    `${file} (${format}): ${counted(read, 'entry', 'entries')} read: ${count(added)} added, ${count(changed)} changed, ${count(unchanged)} unchanged, ${count(conflicting.length)} conflicting, ${count(refused.length)} refused; ${kept}`,
    ...Object.entries(counts).map(([what, n]) => `  ${what}: ${count(n)}`),
    ...(diff === undefined ? [] : diffLines(diff, listed).slice(1)),
    ...conflicting
      .slice(0, listed)
      .map(
        (conflict) => `  conflict ${conflict.id} ${conflict.field}: kept ${conflict.kept}, offered ${conflict.offered}`,
      ),
    ...more(conflicting.length, 'conflict'),
    ...refused.slice(0, listed).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...more(refused.length, 'refusal'),
  ];
}

function more(all: number, what: string): readonly string[] {
  return all > listed ? [`  and ${counted(all - listed, `more ${what}`)}; --json lists them all`] : [];
}
