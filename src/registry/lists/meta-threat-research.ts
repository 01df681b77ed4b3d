/**
 * Reads a network file of Meta's threat research (facebook/threat-research, MIT): all variants of its CSVs and its
 * Markdown reports. One entry per network, with the accounts and domains that Meta says the network had.
 *
 * Some of the accounts were compromised ones, so an entry names nobody: it is matched and counted.
 */
import { claimKeys } from '../claim.ts';
import type { EntryRefusal } from '../entry-file.ts';
import type { Confidence, RegistryAccount, RegistryEntry } from '../registry.ts';
import { slugOf } from '../slug.ts';
import { countryName } from './country-name.ts';
import { createTally, type ListOptions, type RegistryImport } from './import-result.ts';
import { classifyIndicator, type Indicator } from './meta-indicator.ts';
import { type MetaNetwork, networkOf } from './meta-network.ts';
import { type MetaRow, metaRows } from './meta-rows.ts';

const notAttributed =
  'Sharing these links or engaging with them is not enough to attribute an account to this network.';
const compromised = 'Some of the accounts may be compromised or repurposed ones of others.';
const byElimination =
  'The file covers two networks and marks the rows of the other one only: these rows are read as this one by elimination.';

export function readMetaThreatResearch(text: string, { file }: Pick<ListOptions, 'file'>): RegistryImport {
  const { rows, title, broken } = metaRows(text);
  if (broken !== undefined) return { entries: [], refused: [{ file, ...broken }], counts: {} };
  const refused: EntryRefusal[] = [];
  const refuse = (line: number, reason: string): void => void refused.push({ file, line, reason });
  const tally = createTally();
  const found = rows.flatMap((row) => foundIn(row, tally.add, refuse));
  const network = networkOf(title ?? file);
  if (network.states.length === 0) {
    refuse(
      1,
      'neither the name of the file nor its title says of which country the network is: keep the name Meta gave it',
    );
  }
  const parts = partsOf(network, rows, found);
  const placed = new Set(parts.flatMap((part) => part.found));
  for (const one of found) {
    if (network.states.length === 0 || placed.has(one)) continue;
    refuse(one.row.line, `the row does not say whether it is of ${network.states.join(' or ')}`);
  }
  const entries = parts.flatMap((part) => entryOf(part, network, file, tally.add));
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

interface Found {
  readonly row: MetaRow;
  readonly account?: RegistryAccount | undefined;
  readonly host?: string | undefined;
}

type Count = (name: string, n?: number) => void;

/** Procedures that list what the network itself had: acquired domains and accounts, and accounts it amplified with. */
const ownAssets = /^(?:0\.6|0\.9|6\.2)\b/;
/** Types of the older schema and of the Markdown tables that do. */
const ownTypes = /^(?:cib_url|telegram_url|domain_name|domain|social media account|url)$/;

function foundIn(row: MetaRow, count: Count, refuse: (line: number, reason: string) => void): readonly Found[] {
  count('rows');
  if (row.value === '') {
    count(row.procedure === '' ? 'blank rows' : 'rows without a value');
    return [];
  }
  const indicator = classifyIndicator(row.value, row.procedure);
  count(indicator.class);
  const own = row.procedure === '' ? ownTypes.test(row.type) : ownAssets.test(row.procedure);
  if (!own) {
    if (isAddress(indicator)) count(`${indicator.class} in another part, not taken`);
    return [];
  }
  if (indicator.reason !== undefined) refuse(row.line, `${indicator.class}: ${indicator.reason}`);
  const { account, host } = indicator;
  return account === undefined && host === undefined ? [] : [{ row, account, host }];
}

function isAddress({ class: of }: Indicator): boolean {
  return of === 'url' || of === 'handle' || of === 'domain';
}

interface Part {
  readonly state: string;
  readonly found: readonly Found[];
  readonly eliminated: boolean;
}

/** Of a file on two networks each row is of the state that its comment names; see `byElimination` for the others. */
function partsOf({ states }: MetaNetwork, rows: readonly MetaRow[], found: readonly Found[]): readonly Part[] {
  const [only, ...further] = states;
  if (only === undefined) return [];
  if (further.length === 0) return [{ state: only, found, eliminated: false }];
  const named = new Set(rows.map(stateOfComment));
  const [eliminated, ...others] = states.filter((state) => !named.has(state));
  return states.map((state) =>
    state === eliminated && others.length === 0 && states.length === 2
      ? { state, found: found.filter(({ row }) => stateOfComment(row) === undefined), eliminated: true }
      : { state, found: found.filter(({ row }) => stateOfComment(row) === state), eliminated: false },
  );
}

/** `China: CIB Petition`; `Germany-targeting` names a target. */
function stateOfComment({ comment }: MetaRow): string | undefined {
  const [, country] = /^([\p{L} ]+):/u.exec(comment) ?? [];
  return country === undefined ? undefined : networkOf(`${country}-based`).states[0];
}

function entryOf(
  { state, found, eliminated }: Part,
  network: MetaNetwork,
  file: string,
  count: Count,
): readonly RegistryEntry[] {
  const accounts = [...new Map(found.flatMap(({ account }) => keyed(account))).values()];
  const hosts = [...new Set(found.flatMap(({ host }) => host ?? []))];
  const given = found.filter(({ account, host }) => account !== undefined || host !== undefined).length;
  count('repeated', given - accounts.length - hosts.length);
  if (accounts.length + hosts.length === 0) return [];
  count('accounts', accounts.length);
  count('hosts', hosts.length);
  const name = nameOf(state, network);
  const period = network.period === undefined ? '' : `, ${network.period}`;
  return [
    {
      id: slugOf(`meta ${network.period ?? ''} ${state} ${network.operation ?? ''} network ${network.number ?? ''}`),
      name: `${name} (Meta${period})`,
      kind: 'proxy-reported',
      state,
      publicRole: false,
      accounts,
      hosts,
      evidence: [
        {
          type: 'platform-takedown',
          source: `Meta threat research${period}: ${name} (${file})`.slice(0, 200),
          url: 'https://github.com/facebook/threat-research',
          date: found.find(({ row }) => row.date !== undefined)?.row.date,
        },
      ],
      confidence: confidenceOf(eliminated),
      status: 'active',
      notes: [notAttributed, compromised, ...(eliminated ? [byElimination] : [])].join(' '),
    },
  ];
}

function keyed(account: RegistryAccount | undefined): readonly (readonly [string, RegistryAccount])[] {
  return account === undefined ? [] : [[claimKeys(account).join(), account]];
}

function nameOf(state: string, { operation, number }: MetaNetwork): string {
  const what = `${countryName(state)}-based network${number === undefined ? '' : ` ${number}`}`;
  return operation === undefined ? what : `${operation}, ${what}`;
}

function confidenceOf(eliminated: boolean): Confidence {
  return eliminated ? 'low' : 'moderate';
}
