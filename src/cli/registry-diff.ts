/** `tocsin registry diff [A] [B]`: what differs between two versions, dates or files of the registry. */
import { stat } from 'node:fs/promises';
import { entriesAfter } from '../../jobs/tell-edition.ts';
import { readRegistryFile } from '../app/registry-file.ts';
import { readRegistryText } from '../app/registry-import.ts';
import { UserError } from '../chat/command.ts';
import { diffEntries } from '../registry/diff.ts';
import { mergeEntries } from '../registry/merge.ts';
import type { RegistryEntry } from '../registry/registry.ts';
import type { RegistryStore } from '../store/store.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { diffLines } from './registry-words.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface RegistryDiffOptions extends CommonOptions {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly includeOfficials: boolean;
  readonly json: boolean;
}

/** What is compared: the registry as it was, or a list. */
interface Side {
  readonly name: string;
  readonly kind: 'registry' | 'file';
  readonly entries: readonly RegistryEntry[];
}

export async function diffRegistry({
  from,
  to,
  includeOfficials,
  json,
  ...common
}: RegistryDiffOptions): Promise<number> {
  return withDatabase(common, async ({ store: { registry } }) => {
    const sideOf = (text: string): Promise<Side> => readSide(text, registry, includeOfficials);
    const [before, after] = sidesInOrder(
      await (from === undefined ? beforeNewest(registry) : sideOf(from)),
      await (to === undefined ? now(registry) : sideOf(to)),
      to === undefined,
    );
    const diff = diffEntries(before.entries, after.entries);
    if (json) await printJson({ from: before.name, to: after.name, ...diff });
    else await printLines([`from ${before.name} to ${after.name}:`, ...diffLines(diff)]);
    return exitStatus.done;
  });
}

/** A list says nothing of what it does not hold, so beside the registry it is what importing it would make of that. */
function sidesInOrder(first: Side, second: Side, secondIsNow: boolean): readonly [Side, Side] {
  if (first.kind === second.kind) return [first, second];
  if (first.kind === 'file' && secondIsNow) return [second, merged(second, first)];
  return first.kind === 'file' ? [merged(second, first), second] : [first, merged(first, second)];
}

function merged(registry: Side, file: Side): Side {
  const { entries } = mergeEntries(registry.entries, file.entries);
  return {
    name: `${registry.name} with ${file.name}`,
    kind: 'registry',
    entries: entriesAfter(registry.entries, entries),
  };
}

async function now(registry: RegistryStore): Promise<Side> {
  const { version, entries } = await registry.snapshot();
  return { name: `registry ${version}`, kind: 'registry', entries };
}

/** Without arguments: what the newest edition that changed anything has changed. */
async function beforeNewest(registry: RegistryStore): Promise<Side> {
  const versions = [...new Set((await registry.editions(1_000)).map(({ version }) => version))];
  const before = versions[1];
  return before === undefined
    ? { name: 'the empty registry', kind: 'registry', entries: [] }
    : readSide(before, registry, false);
}

async function readSide(text: string, registry: RegistryStore, includeOfficials: boolean): Promise<Side> {
  if (await isFile(text)) {
    const read = readRegistryText(await readRegistryFile(text), text, { includeOfficials, now: new Date() });
    return { name: text, kind: 'file', entries: read.entries };
  }
  const found = (await registry.snapshotOf(text)) ?? (await asOf(text, registry));
  if (found !== undefined) return { name: `registry ${found.version}`, kind: 'registry', entries: found.entries };
  const versions = [...new Set((await registry.editions(20)).map(({ version }) => version))];
  const known =
    versions.length === 0 ? 'nothing was imported yet' : `newest versions: ${versions.slice(0, 5).join(', ')}`;
  throw new UserError(`${text} is no file, and no version or date of the registry (${known}).`);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false; // then it is a version or a date
  }
}

/** A day is its end. */
async function asOf(text: string, registry: RegistryStore): ReturnType<RegistryStore['snapshotOf']> {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return undefined;
  const instant = text.length === 10 ? `${text}T23:59:59.999Z` : /T[\d:.]+$/.test(text) ? `${text}Z` : text;
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? undefined : registry.snapshotOf(at);
}
