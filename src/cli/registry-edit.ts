/** `tocsin registry edit|status`: a person changes entries, with a reason; each change is an event of its history. */
import { basename } from 'node:path';
import { readRegistryFile } from '../app/registry-file.ts';
import { UserError } from '../chat/command.ts';
import { counted } from '../measure/words.ts';
import { diffEntries } from '../registry/diff.ts';
import { readEntries } from '../registry/entry-file.ts';
import type { EntryStatus, RegistryEntry, RegistrySnapshot } from '../registry/registry.ts';
import type { Store } from '../store/store.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { diffLines } from './registry-words.ts';
import { type CommonOptions, withDatabase } from './session.ts';

interface EditOptions extends CommonOptions {
  readonly reason: string;
  readonly by: string;
  readonly json: boolean;
}

export interface RegistryEditOptions extends EditOptions {
  readonly file: string;
}

/** Entries of the file take the place of those with their id, whole; one bad entry and nothing is kept. */
export async function editRegistry({ file, reason, by, json, ...common }: RegistryEditOptions): Promise<number> {
  const format = /\.csv$/i.test(file) ? 'csv' : 'yaml';
  const { entries, refused } = readEntries(await readRegistryFile(file), { file: basename(file), format });
  if (refused.length > 0) {
    const lines = refused.map(({ line, reason: why }) => `${file}, line ${line}: ${why}`);
    throw new UserError(`Nothing is changed, because not every entry can be read:\n${lines.join('\n')}`);
  }
  if (entries.length === 0) throw new UserError(`${file} holds no entry.`);
  return withDatabase(common, ({ store }) => keep(store, () => entries, { source: basename(file), reason, by, json }));
}

export interface RegistryStatusOptions extends EditOptions {
  readonly id: string;
  readonly status: EntryStatus;
}

export async function setRegistryStatus(options: RegistryStatusOptions): Promise<number> {
  const { id, status, reason, by, json, ...common } = options;
  return withDatabase(common, async ({ store }) => {
    const changed = ({ entries }: RegistrySnapshot): readonly RegistryEntry[] => {
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined) {
        throw new UserError(`No entry has the id ${id}; tocsin registry show finds it by handle or host.`);
      }
      if (entry.status === status) throw new UserError(`${id} is ${status} already; nothing is changed.`);
      return [{ ...entry, status }];
    };
    return keep(store, changed, { source: 'status', reason, by, json });
  });
}

interface Edit {
  readonly source: string;
  readonly reason: string;
  readonly by: string;
  readonly json: boolean;
}

async function keep(
  { registry, audit }: Pick<Store, 'registry' | 'audit'>,
  entriesOf: (current: RegistrySnapshot) => readonly RegistryEntry[],
  { source, reason, by, json }: Edit,
): Promise<number> {
  const at = new Date();
  let ids: readonly string[] = [];
  let diff = diffEntries([], []);
  const edition = await registry.keepEdition(
    { source, by, at, reason, added: 0, changed: 0, refused: 0 },
    (current) => {
      const entries = entriesOf(current);
      ids = entries.map(({ id }) => id);
      const touched = new Set(ids);
      const before = current.entries.filter(({ id }) => touched.has(id));
      diff = diffEntries(before, entries);
      return entries;
    },
  );
  const { version, added, changed } = edition;
  await audit.append({ at, by, action: 'registry-edit', subject: version, details: { source, reason, ids } });
  if (json) await printJson({ ...edition, ...diff });
  else {
    await printLines([
      `registry ${version}: ${counted(added, 'entry', 'entries')} added, ${changed} changed, by ${by}: ${reason}`,
      ...diffLines(diff).slice(1),
    ]);
  }
  return exitStatus.done;
}
