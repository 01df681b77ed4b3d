/** Real lists of others and the archive's synthetic files, against counts that were made of them by other means. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { indicatorClasses } from '../../src/registry/lists/meta-indicator.ts';
import { readList } from '../../src/registry/lists/read-list.ts';
import { mergeEntries } from '../../src/registry/merge.ts';

const folder = join(process.env['TOCSIN_SHARED'] ?? join(import.meta.dirname, '../../../shared'), 'data/field');
const old = '2022_09_removing_coordinated_inauthentic_behavior_from_china_and_russia.csv';
const csv2026 = 'Q4-1_2026_GithubIOCs_-_H1_2026_CHINA_BASED_CIB_NETWORK.csv';
const markdown = 'meta-h1-2026-china-based-cib-network.md';

/**
 * Of each file: data rows with the separator rows, those without a value, and distinct profiles of X among the addresses
 * `twitter.com/NAME` and `x.com/NAME`; counted with Python's csv module and a regular expression.
 */
const networks: readonly (readonly [file: string, id: string, rows: number, blank: number, onX: number])[] = [
  ['Q1_2023_China-based_CIB_network_1.csv', 'meta-q1-2023-cn-network-1', 23, 5, 1],
  ['Q1_2023_China-based_CIB_network_2.csv', 'meta-q1-2023-cn-network-2', 51, 6, 2],
  ['Q1_2024_CHINA_BASED_CIB_NETWORK.csv', 'meta-q1-2024-cn-network', 17, 3, 5],
  ['Q1_2025_China-based_CIB_network.csv', 'meta-q1-2025-cn-network', 20, 3, 0],
  ['Q1_2025_Iran-based_CIB_network.csv', 'meta-q1-2025-ir-network', 18, 3, 1],
  ['Q2_2023_Spamouflage_China_based_CIB_updated.csv', 'meta-q2-2023-cn-spamouflage-network', 529, 1, 35],
  ['Q3_2023_China-based_CIB_network_1.csv', 'meta-q3-2023-cn-network-1', 31, 4, 15],
  ['Q3_2023_China-based_CIB_network_2.csv', 'meta-q3-2023-cn-network-2', 86, 4, 70],
  ['Q3_2023_Russia-based_CIB_network.csv', 'meta-q3-2023-ru-network', 28, 4, 2],
  [csv2026, 'meta-h1-2026-cn-network', 20, 4, 0],
  ['Q4_2023_China_based_CIB_network.csv', 'meta-q4-2023-cn-network', 19, 4, 0],
  ['Q4_2024_CHINA_BASED_CIB_NETWORK.csv', 'meta-q4-2024-cn-network', 25, 4, 1],
];
const synthetic = ['2021_12_CNXX_9999_CNXX_9999_users.csv', 'CNXX_9999_users_csv_hashed.csv'] as const;

const wanted = [
  ...[old, markdown, ...networks.map(([file]) => file)].map((file) => join('meta-threat-research', file)),
  ...synthetic.map((file) => join('synthetic', file)),
];
const missing = wanted.filter((file) => !existsSync(join(folder, file)));
const absent = missing.length === 0 ? '' : ` (missing: ${missing.join(', ')} in ${folder})`;

function read(kind: string, file: string) {
  const list = readList(readFileSync(join(folder, kind, file), 'utf8'), {
    file,
    now: new Date('2026-01-01T00:00:00Z'),
  });
  if (list === undefined) throw new Error(`${file} is in no form that is known`);
  return list;
}
const meta = (file: string) => read('meta-threat-research', file);

describe.skipIf(missing.length > 0)(`the network files of Meta${absent}`, () => {
  it.each(networks)('%s is one network, with every row accounted for', (file, id, rows, blank, onX) => {
    const { entries, counts, format } = meta(file);
    const classes = [...indicatorClasses, 'rows without a value'];

    expect(format).toBe('meta-threat-research');
    expect(entries.map((entry) => entry.id)).toEqual([id]);
    expect(entries[0]).toMatchObject({ kind: 'proxy-reported', publicRole: false, confidence: 'moderate' });
    expect(counts).toMatchObject({ rows, 'blank rows': blank });
    expect(classes.reduce((sum, name) => sum + (counts[name] ?? 0), blank)).toBe(rows);
    expect(entries[0]?.accounts.filter(({ platform }) => platform === 'x')).toHaveLength(onX);
  });

  it('has 45 accounts of Medium and 60 of Reddit in the Spamouflage file, and no public platform for a host', () => {
    const [entry] = meta('Q2_2023_Spamouflage_China_based_CIB_updated.csv').entries;
    const on = (name: string) => entry?.accounts.filter(({ platform }) => platform === name).length;

    expect([on('medium'), on('reddit'), on('tiktok')]).toEqual([45, 60, 5]);
    expect(entry?.hosts.filter((host) => host.split('.').length < 3)).toEqual([]);
  });

  it('has 313 rows of 311 domains, one blog and 15 Telegram channels in the file of 2022, given by elimination', () => {
    const { entries, counts } = meta(old);

    // Two rows of the Chinese network are petitions on public sites: they make no entry.
    expect(entries).toMatchObject([{ id: 'meta-2022-09-ru-network', state: 'RU', confidence: 'low' }]);
    expect(entries[0]?.hosts).toHaveLength(312);
    expect(entries[0]?.accounts).toHaveLength(15);
    expect(counts).toMatchObject({ rows: 350, domain: 314, handle: 15, url: 21 });
  });

  it('says the same in Markdown and in CSV', () => {
    const [first] = meta(csv2026).entries;
    const [second] = meta(markdown).entries;

    expect(second).toMatchObject({ id: first?.id, hosts: first?.hosts, accounts: first?.accounts });
  });

  it('is taken in as a whole, and a second time without a change', () => {
    const all = networks.flatMap(([file]) => meta(file).entries);
    const first = mergeEntries([], all);

    expect(first.report.added).toHaveLength(12);
    expect(mergeEntries(first.entries, all).report).toMatchObject({ added: [], changed: [] });
  });
});

describe.skipIf(missing.length > 0)(`the users files of the archive's form${absent}`, () => {
  it.each(synthetic)('%s holds 13 accounts, one of them with a handle', (file) => {
    const { entries, counts, refused } = read('synthetic', file);
    const registry = createRegistry({ version: 'v', entries });
    const at = new Date('2021-06-01T00:00:00Z');

    expect(refused).toEqual([]);
    expect(counts).toEqual({ rows: 13, 'hashed ids': 12, 'plain ids': 1, entries: 1 });
    expect(entries).toMatchObject([{ id: 'x-takedown-cnxx-9999', state: 'CN' }]);
    expect(
      registry.findAccount({ platform: 'x', accountId: 'hGHiSTqAvDUkX6tfwHEytFk4IqXYPU2fMiXQyHBqo=' }, at)?.by,
    ).toBe('native-id');
    expect(registry.findAccount({ platform: 'x', accountId: '7700000001', handle: 'renamed' }, at)?.by).toBe(
      'native-id',
    );
    expect(registry.findAccount({ platform: 'x', handle: 'synthetic_outlet' }, at)?.by).toBe('handle');
  });
});
