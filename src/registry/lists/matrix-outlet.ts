/**
 * Outlets of the State Media Matrix made entries: each site and each profile held by exactly one of them.
 *
 * The list copies a company's profiles onto every language edition, and several outlets share a site; who of them
 * holds it is decided here.
 */
import { accountText, claimKeys } from '../claim.ts';
import type { Confidence, RegistryAccount, RegistryEntry, RegistryEvidence } from '../registry.ts';
import { nameForm, slugOf } from '../slug.ts';
import { kindOfTypology } from '../typology.ts';

export interface Outlet {
  readonly line: number;
  readonly state: string;
  readonly company: string;
  readonly asset: string;
  readonly typology: string;
  readonly hosts: readonly string[];
  readonly accounts: readonly RegistryAccount[];
  readonly notes: string;
}

type Draft = Outlet & { readonly hosts: string[]; readonly accounts: RegistryAccount[] };

const evidence: RegistryEvidence = {
  type: 'registry',
  source: 'ASD State Media Matrix 2024-02',
  url: 'https://github.com/ASD-at-GMF/state-media-profiles',
  date: new Date('2024-02-07T00:00:00Z'),
};

export function outletEntries(
  rows: readonly Outlet[],
  refuse: (line: number, reason: string) => void,
): readonly RegistryEntry[] {
  const drafts = draftsOf(rows);
  const claims = claimsOf(drafts);
  const companies = new Map<string, Draft>();
  for (const { what, by, take } of claims.values()) {
    const holder = holderOf(by, drafts, companies);
    take(holder);
    for (const other of by) {
      if (other.company === holder.company || other === holder) continue;
      refuse(other.line, `${other.asset}: ${what} is held by ${holder.asset} (line ${holder.line})`);
    }
  }
  const all = new Set([...drafts, ...companies.values()]);
  return withIds([...all].filter((one) => one.hosts.length + one.accounts.length > 0)).map(entryOf);
}

/** Rows of one outlet (same state, company and asset) become one. */
function draftsOf(rows: readonly Outlet[]): readonly (Draft & { readonly claimed: readonly Outlet[] })[] {
  const groups = new Map<string, Outlet[]>();
  for (const row of rows) {
    const key = [row.state, nameForm(row.company), nameForm(row.asset)].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const notes = [...new Set(group.map((row) => row.notes).filter((note) => note !== ''))].join('; ');
    return [{ ...first, notes, hosts: [], accounts: [], claimed: group }];
  });
}

interface Claim {
  readonly what: string;
  readonly by: Draft[];
  readonly take: (holder: Draft) => void;
}

function claimsOf(drafts: ReturnType<typeof draftsOf>): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  const claim = (key: string, draft: Draft, make: () => Omit<Claim, 'by'>): void => {
    const known = claims.get(key);
    if (known === undefined) claims.set(key, { ...make(), by: [draft] });
    else if (!known.by.includes(draft)) known.by.push(draft);
  };
  for (const draft of drafts) {
    for (const row of draft.claimed) {
      for (const host of row.hosts) {
        claim(host, draft, () => ({ what: host, take: (holder) => void holder.hosts.push(host) }));
      }
      for (const account of row.accounts) {
        const key = claimKeys(account).join();
        claim(key, draft, () => ({ what: accountText(account), take: (holder) => void holder.accounts.push(account) }));
      }
    }
  }
  return claims;
}

/**
 * One outlet: itself. Several of one company: the one whose name begins all the others' (CGTN before CGTN Europe),
 * else the company as an entry of its own. Of several companies: the first in the file.
 */
function holderOf(by: readonly Draft[], drafts: readonly Draft[], companies: Map<string, Draft>): Draft {
  const [first, second] = by;
  if (first === undefined) throw new RangeError('a claim without a claimant');
  if (second === undefined || by.some(({ company }) => company !== first.company)) return first;
  const head = by.find((one) => by.every((other) => namesOf(one.asset).some((name) => begins(name, other.asset))));
  if (head !== undefined) return head;
  const key = `${first.state}|${nameForm(first.company)}`;
  const known = companies.get(key) ?? namedLikeCompany(first, drafts) ?? companyOf(first);
  companies.set(key, known);
  return known;
}

/** The outlet that bears the company's own name: Guangming Daily of Guangming Daily. */
function namedLikeCompany({ state, company }: Draft, drafts: readonly Draft[]): Draft | undefined {
  const names = namesOf(company);
  return drafts.find(
    (one) => one.state === state && one.company === company && namesOf(one.asset).some((name) => names.includes(name)),
  );
}

function companyOf(one: Draft): Draft {
  return { ...one, asset: one.company, notes: '', hosts: [], accounts: [] };
}

/** `China Global Television Network (CGTN)` is called either. */
function namesOf(name: string): readonly string[] {
  return [name, ...name.split(/[()]/)].map(nameForm).filter((one) => one !== '');
}

function begins(name: string, asset: string): boolean {
  return namesOf(asset).some((other) => other === name || other.startsWith(`${name} `));
}

/** `cn-china-daily`; where two would share an id, each takes its company's name too, then its first site or handle. */
function withIds(drafts: readonly Draft[]): readonly (Draft & { readonly id: string })[] {
  const forms: readonly ((draft: Draft) => string)[] = [
    ({ state, asset }) => idOf(state, asset),
    ({ state, asset, company }) => idOf(state, `${asset} ${company}`),
    ({ state, asset, hosts, accounts }) =>
      idOf(state, `${asset} ${hosts[0] ?? accountText(accounts[0] ?? { platform: '' })}`),
  ];
  const tallies = forms.map((form) => tallied(drafts.map(form)));
  const used = new Set<string>();
  return drafts.map((draft) => {
    const ids = forms.map((form) => form(draft));
    const base = ids.find((one, i) => tallies[i]?.get(one) === 1) ?? ids.at(-1) ?? '';
    let id = base;
    for (let n = 2; used.has(id); n++) id = `${base}-${n}`;
    used.add(id);
    return { ...draft, id };
  });
}

function idOf(state: string, name: string): string {
  return `${state.toLowerCase()}-${slugOf(name) || 'outlet'}`;
}

function tallied(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function entryOf({
  id,
  state,
  company,
  asset,
  typology,
  hosts,
  accounts,
  notes,
}: Draft & { readonly id: string }): RegistryEntry {
  return {
    id,
    name: asset,
    kind: kindOfTypology(typology),
    state,
    typology,
    role: company === '' || nameForm(company) === nameForm(asset) ? undefined : `outlet of ${company}`,
    publicRole: true,
    accounts,
    hosts,
    evidence: [evidence],
    confidence: confidenceOf(typology),
    status: 'active',
    notes: notes === '' ? undefined : notes,
  };
}

/** The list's own doubt (`ISFM?`) costs a step. */
function confidenceOf(typology: string): Confidence {
  return typology.endsWith('?') ? 'moderate' : 'high';
}
