/**
 * Reads the users file of a set of Twitter/X's information operations archive, hashed or not, in both forms of its
 * header: one entry per set, every account by its native id. Handles of small accounts are hashed and left out.
 */

import { csvRows } from '../csv-rows.ts';
import type { EntryRefusal } from '../entry-file.ts';
import type { RegistryAccount } from '../registry.ts';
import { slugOf } from '../slug.ts';
import { createTally, type ListOptions, type RegistryImport } from './import-result.ts';
import { takedownSetOf } from './x-takedown-set.ts';

export function readXTakedown(text: string, { file }: Pick<ListOptions, 'file'>): RegistryImport {
  const { rows, broken } = csvRows(text);
  if (broken !== undefined) return { entries: [], refused: [{ file, ...broken }], counts: {} };
  const set = takedownSetOf(file);
  const refused: EntryRefusal[] = [];
  const refuse = (line: number, reason: string): void => void refused.push({ file, line, reason });
  const tally = createTally();
  const accounts = new Map<string, RegistryAccount>();
  for (const row of rows) {
    tally.add('rows');
    const id = row.cell('userid');
    const name = row.cell('user_screen_name') || row.cell('userscreenname');
    const form = formOf(id);
    if (form === undefined) refuse(row.line, `"${id.slice(0, 60)}" is no id of an account`);
    else if (accounts.has(id)) tally.add('repeated ids');
    else {
      tally.add(form);
      accounts.set(
        id,
        accountOf(id, name, (reason) => refuse(row.line, reason)),
      );
    }
  }
  if ('refused' in set) {
    return { entries: [], refused: [{ file, line: 1, reason: set.refused }, ...refused], counts: tally.counts() };
  }
  tally.add('entries', accounts.size === 0 ? 0 : 1);
  if (accounts.size === 0) return { entries: [], refused, counts: tally.counts() };
  const entry = {
    id: slugOf(`x takedown ${set.key}`),
    name: `${set.name}, set of Twitter/X's archive`,
    kind: 'proxy-reported',
    state: set.state,
    publicRole: false,
    accounts: [...accounts.values()],
    hosts: [],
    evidence: [
      {
        type: 'platform-takedown',
        source: `Twitter/X information operations archive, ${set.name}: ${accounts.size} accounts in ${file}`.slice(
          0,
          200,
        ),
      },
    ],
    confidence: 'moderate',
    status: 'active',
    notes:
      'The number of accounts of a set differs by source: this is the number of rows of the file named in the evidence.',
  } as const;
  return { entries: [entry], refused, counts: tally.counts() };
}

/** Base64 of SHA-256; the archive's own have up to three characters fewer, because `/` is left out. */
const hashed = /^[A-Za-z0-9+]{40,43}=$/;

function formOf(id: string): 'hashed ids' | 'plain ids' | undefined {
  if (hashed.test(id)) return 'hashed ids';
  return /^\d{1,20}$/.test(id) ? 'plain ids' : undefined;
}

/** X's own word: names older than its limit of 15 characters are longer. What is no name at all costs the handle only. */
function accountOf(nativeId: string, name: string, refuse: (reason: string) => void): RegistryAccount {
  if (name === '' || name === nativeId || hashed.test(name)) return { platform: 'x', nativeId };
  if (/^\w{1,50}$/.test(name)) return { platform: 'x', handle: name, nativeId };
  refuse(`"${name.slice(0, 60)}" is no handle; the id is kept`);
  return { platform: 'x', nativeId };
}
