/** Rows of a Hamilton list made entries: one per institution (or official), each account held by one of them. */
import { accountText, claimKeys } from '../claim.ts';
import { handleForm } from '../handle-form.ts';
import type { Confidence, RegistryAccount, RegistryEntry, RegistryEvidence } from '../registry.ts';
import { nameForm, slugOf } from '../slug.ts';
import { holderOfName } from './hamilton-name.ts';
import type { HamiltonEdition, HamiltonRow } from './hamilton-row.ts';

export interface GroupOptions {
  readonly includeOfficials: boolean;
  readonly edition: HamiltonEdition;
  readonly refuse: (line: number, reason: string) => void;
  readonly count: (name: string, n?: number) => void;
}

interface Group {
  readonly rows: HamiltonRow[];
  readonly accounts: RegistryAccount[];
}

type Who = 'institution' | 'official' | 'staff' | 'unclear';

export function groupEntries(rows: readonly HamiltonRow[], options: GroupOptions): readonly RegistryEntry[] {
  const groups = groupsOf(rows)
    .map((group) => withoutStrangers(group, options.refuse))
    .map((group) => ({ ...group, who: whoIs(group) }));
  for (const { who } of groups) options.count(`${who} groups`);
  const institutions = joinedByName(groups.filter(({ who }) => who === 'institution'));
  const officials = options.includeOfficials ? groups.filter(({ who }) => who === 'official') : [];
  for (const { rows: left, who } of groups) {
    if (who === 'institution' || (who === 'official' && options.includeOfficials)) continue;
    options.count(`${who} rows left out`, left.length);
  }
  // Institutions hold first: a page that an ambassador's row shares with the embassy's is the embassy's.
  const held = holdAccounts([...institutions, ...officials], options.refuse);
  return withIds(held.filter(({ accounts }) => accounts.length > 0)).map(({ group, id }) =>
    entryOf(group, id, institutions.includes(group) ? 'institution' : 'official', options.edition),
  );
}

/** Rows of one X handle are one group; a row without belongs to the group of its name, or stands alone. */
function groupsOf(rows: readonly HamiltonRow[]): readonly Group[] {
  const groups = new Map<string, HamiltonRow[]>();
  for (const row of rows) {
    const handle = row.accounts.find(({ platform }) => platform === 'x')?.handle;
    const key =
      handle === undefined
        ? `${row.state} ${row.type} ${row.name === '' ? `line ${row.line}` : nameForm(row.name) || row.name}`
        : `${row.state} @${handleForm(handle)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) => ({ rows: group, accounts: [] }));
}

/**
 * A medium's row with a government body's handle: where their names share no word, the handle is a slip of the list,
 * and the medium's other accounts are not the body's.
 */
function withoutStrangers({ rows, accounts }: Group, refuse: GroupOptions['refuse']): Group {
  const bodies = rows.filter(({ type, name }) => type === 'government' && name !== '').map(({ name }) => name);
  const words = new Set(bodies.flatMap(wordsOf));
  if (words.size === 0) return { rows, accounts };
  const isStranger = ({ type, name }: HamiltonRow): boolean =>
    type !== 'government' && name !== '' && !wordsOf(name).some((word) => words.has(word));
  for (const { line, name } of rows.filter(isStranger)) {
    refuse(line, `${name}: its x account stands in the list as that of ${bodies[0] ?? ''}, a government body`);
  }
  return { rows: rows.filter((row) => !isStranger(row)), accounts };
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** One personal name is enough: an account that was an ambassador's is not shown as the embassy's. */
function whoIs({ rows }: Group): Who {
  const holders = new Set(
    rows
      .map(({ name }) => name)
      .filter((name) => name !== '')
      .map(holderOfName),
  );
  if (holders.has('person')) return isGovernment(rows) ? 'official' : 'staff';
  return holders.has('institution') ? 'institution' : 'unclear';
}

/** Four handles stand under both types; all are government bodies or their speakers. */
function isGovernment(rows: readonly HamiltonRow[]): boolean {
  return rows.some(({ type }) => type === 'government');
}

/** Institutions of one name, state and type are one; persons may share a name, so they are not joined. */
function joinedByName(groups: readonly Group[]): readonly Group[] {
  const joined = new Map<string, Group>();
  for (const group of groups) {
    const state = group.rows[0]?.state ?? '';
    const key = `${state} ${isGovernment(group.rows)} ${nameForm(nameOf(group.rows))}`;
    const known = joined.get(key);
    if (known === undefined) joined.set(key, group);
    else known.rows.push(...group.rows);
  }
  return [...joined.values()];
}

/** A row with a stated reason was looked at last, so its name goes first; some names are mere handles. */
function nameOf(rows: readonly HamiltonRow[]): string {
  const named = rows.filter(({ name }) => name !== '');
  const clear = named.filter(({ name }) => holderOfName(name) !== 'unclear');
  return (clear.find(({ reason }) => reason !== '') ?? clear[0] ?? named[0])?.name ?? '';
}

function holdAccounts(groups: readonly Group[], refuse: GroupOptions['refuse']): readonly Group[] {
  const holders = new Map<string, Group>();
  for (const group of groups) {
    for (const row of group.rows) {
      for (const account of row.accounts) {
        const key = claimKeys(account).join();
        const holder = holders.get(key);
        if (holder === undefined) {
          holders.set(key, group);
          group.accounts.push(account);
        } else if (holder !== group) {
          refuse(row.line, `${row.name}: ${accountText(account)} is held by ${nameOf(holder.rows)}`);
        }
      }
    }
  }
  return groups;
}

/** `ru-rt`, from the name; where it has no Latin letter or another entry's is the same, with the first account. */
function withIds(groups: readonly Group[]): readonly { readonly group: Group; readonly id: string }[] {
  const slugs = groups.map(({ rows }) => slugOf(nameOf(rows)));
  const states = groups.map(({ rows }) => (rows[0]?.state ?? '').toLowerCase());
  const tally = new Map<string, number>();
  for (const [i, slug] of slugs.entries())
    tally.set(`${states[i]} ${slug}`, (tally.get(`${states[i]} ${slug}`) ?? 0) + 1);
  const used = new Set<string>();
  return groups.map((group, i) => {
    const slug = slugs[i] ?? '';
    const alone = slug !== '' && tally.get(`${states[i]} ${slug}`) === 1;
    const [account] = group.accounts;
    const base = [states[i], slug, alone ? '' : slugOf(account?.handle ?? account?.nativeId ?? '')]
      .filter(Boolean)
      .join('-');
    let id = base;
    for (let n = 2; used.has(id); n++) id = `${base}-${n}`;
    used.add(id);
    return { group, id };
  });
}

function entryOf(
  { rows, accounts }: Group,
  id: string,
  who: 'institution' | 'official',
  edition: HamiltonEdition,
): RegistryEntry {
  const notes = [...new Set(rows.flatMap((row) => row.notes))].join('; ');
  return {
    id,
    name: nameOf(rows),
    kind: who === 'official' ? 'diplomat' : isGovernment(rows) ? 'government' : 'state-media',
    state: rows[0]?.state ?? '',
    publicRole: true,
    accounts,
    hosts: [],
    evidence: [evidenceOf(rows, edition)],
    confidence: confidenceOf(rows),
    status: 'active',
    notes: notes === '' ? undefined : notes,
  };
}

function evidenceOf(rows: readonly HamiltonRow[], edition: HamiltonEdition): RegistryEvidence {
  const reasons = [...new Set(rows.map(({ reason }) => reason).filter((reason) => reason !== ''))].join('; ');
  const list = 'https://github.com/ASD-at-GMF/social_profile_utils';
  const quote = reasons === '' ? undefined : reasons;
  return edition === 'earlier'
    ? { type: 'registry', source: 'ASD Hamilton 2.0 account list, earlier edition', url: list, quote }
    : {
        type: 'registry',
        source: 'ASD Hamilton 2.0 account list 2024-12',
        url: list,
        quote,
        date: new Date('2024-12-02T00:00:00Z'),
      };
}

/** High where the list states its reason, low where it states that it has none or that nobody checked the row. */
function confidenceOf(rows: readonly HamiltonRow[]): Confidence {
  const reasons = rows.map(({ reason }) => reason).filter((reason) => reason !== '');
  if (reasons.some((reason) => reason !== 'unknown')) return 'high';
  const doubted = reasons.length > 0 || rows.every(({ validated }) => validated === false);
  return doubted ? 'low' : 'moderate';
}
