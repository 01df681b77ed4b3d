/** The real lists, against the counts that were made of them by other means. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { diffEntries, type RegistryDiff } from '../../src/registry/diff.ts';
import { readAsdMatrix } from '../../src/registry/lists/asd-matrix.ts';
import { readHamilton } from '../../src/registry/lists/hamilton.ts';
import { mergeEntries } from '../../src/registry/merge.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { sniffRegistryFormat } from '../../src/registry/sniff-format.ts';

const folder = join(process.env['TOCSIN_SHARED'] ?? join(import.meta.dirname, '../../../shared'), 'data/field/asd-gmf');
const files = ['State_Media_Matrix.csv', 'Hamilton_Account_List2024.csv', 'HamiltonAccts.csv'] as const;
const missing = files.filter((file) => !existsSync(join(folder, file)));
const present = missing.length === 0;
const text = (file: (typeof files)[number]): string => (present ? readFileSync(join(folder, file), 'utf8') : '');
const absent = present ? '' : ` (missing: ${missing.join(', ')} in ${folder})`;

function take(current: readonly RegistryEntry[], incoming: readonly RegistryEntry[]) {
  const { entries, report } = mergeEntries(current, incoming);
  return { report, entries: [...new Map([...current, ...entries].map((entry) => [entry.id, entry])).values()] };
}

describe.skipIf(!present)(`the State Media Matrix${absent}`, () => {
  const { entries, refused, counts } = readAsdMatrix(text('State_Media_Matrix.csv'), { file: 'matrix' });

  it('holds what the field study counted', () => {
    expect(counts).toMatchObject({
      rows: 1157,
      // The study's 158 counts the blank cell of the empty row.
      countries: 157,
      sites: 973,
      'typology SC': 754,
      'typology CaPu': 145,
      'typology CaPr': 106,
      'typology ISFM': 83,
      'typology ISFM?': 4,
      'typology IP': 27,
      'typology ISF': 19,
      'typology ISM': 18,
      'x profiles': 195,
      'facebook profiles': 236,
      'instagram profiles': 299,
      'youtube profiles': 178,
      'telegram profiles': 73,
    });
  });

  it('has one empty row and no row of an unknown country or type', () => {
    expect(refused.filter(({ reason }) => reason === 'the row is empty')).toHaveLength(1);
    expect(refused.filter(({ reason }) => reason.startsWith('unknown'))).toEqual([]);
  });

  it('gives each site and profile to one entry, and every site but a video platform to somebody', () => {
    const hosts = entries.flatMap((entry) => entry.hosts);

    expect(new Set(hosts).size).toBe(hosts.length);
    expect(hosts).toHaveLength(972);
    expect(mergeEntries([], entries).report.conflicting).toEqual([]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('types public broadcasters apart from controlled ones', () => {
    const kind = (host: string) =>
      createRegistry({ version: 'v', entries }).findHost(host, new Date('2024-06-01T00:00:00Z'))?.entry.kind;

    expect(['bbc.com', 'dw.com', 'france24.com', 'rferl.org', 'abc.net.au'].map(kind)).toEqual(
      Array.from({ length: 5 }, () => 'public-service-media'),
    );
    expect(['cgtn.com', 'rt.com', 'presstv.ir', 'aljazeera.com'].map(kind)).toEqual(
      Array.from({ length: 4 }, () => 'state-media'),
    );
  });

  it('knows 8 of the 13 hosts that the Xinjiang tweets linked to', () => {
    const registry = createRegistry({ version: 'v', entries });
    const hosts =
      'cgtn.com china.org.cn chinadaily.com.cn ts.cn xinhuanet.com globaltimes.cn ecns.cn cri.cn huanqiu.com ' +
      'fmprc.gov.cn china-un.ch youtube.com thegrayzone.com';

    const known = hosts.split(' ').filter((host) => registry.findHost(host, new Date('2024-06-01T00:00:00Z')));

    // The study counts huanqiu.com; the list has world.huanqiu.com, and a host does not stand for its parent.
    expect(known).toEqual([
      'cgtn.com',
      'china.org.cn',
      'chinadaily.com.cn',
      'xinhuanet.com',
      'globaltimes.cn',
      'ecns.cn',
      'cri.cn',
    ]);
    expect(registry.findHost('world.huanqiu.com', new Date('2024-06-01T00:00:00Z'))).toBeDefined();
  });
});

describe.skipIf(!present)(`the Hamilton account list${absent}`, () => {
  const list = text('Hamilton_Account_List2024.csv');
  const { entries, counts } = readHamilton(list, { file: 'hamilton' });
  const full = readHamilton(list, { file: 'hamilton', includeOfficials: true });

  it('holds what the field study counted', () => {
    expect(counts).toMatchObject({
      rows: 2546,
      'x handles': 1530,
      'x handles repeated': 640,
      'x CN media': 358,
      'x CN government': 327,
      'x RU media': 159,
      'x RU government': 373,
      'x IR media': 77,
      'x IR government': 240,
      // 895, 537 and 424 cells are filled: three Facebook and one Telegram cell hold no account, and of Instagram's
      // one holds a remark and one holds two accounts.
      'facebook accounts': 892,
      'instagram accounts': 537,
      'telegram accounts': 423,
      'youtube accounts': 327,
      'tiktok accounts': 121,
      'threads accounts': 35,
    });
  });

  it('is institutions only unless officials are asked for', () => {
    expect(entries.filter(({ kind }) => kind === 'diplomat')).toEqual([]);
    expect(full.entries.filter(({ kind }) => kind === 'diplomat').length).toBeGreaterThan(200);
    expect(entries.some(({ name: who }) => /Zhao Lijian|Hua Chunying|Khamenei|Simonyan|Galloway/.test(who))).toBe(
      false,
    );
    expect(full.entries.some(({ name: who }) => /Simonyan|Galloway/.test(who))).toBe(false);
  });

  it('finds the foreign ministries and the big outlets by their handles', () => {
    const registry = createRegistry({ version: 'v', entries });
    const find = (handle: string) =>
      registry.findAccount({ platform: 'x', handle }, new Date('2025-01-01T00:00:00Z'))?.entry;

    expect(find('MFA_China')).toMatchObject({ kind: 'government', state: 'CN', confidence: 'high' });
    expect(find('mfa_russia')).toMatchObject({ kind: 'government', state: 'RU' });
    expect(find('IRIMFA_EN')).toMatchObject({ kind: 'government', state: 'IR' });
    expect(find('RT_com')).toMatchObject({ name: 'RT', kind: 'state-media' });
    expect(find('ChinaDaily')).toMatchObject({ id: 'cn-china-daily' });
    expect(find('zlj517')).toBeUndefined();
  });

  it('is taken in twice without a change, and the earlier edition adds evidence and no second holder', () => {
    const matrix = take([], readAsdMatrix(text('State_Media_Matrix.csv'), { file: 'matrix' }).entries);
    const first = take(matrix.entries, entries);
    const again = take(first.entries, entries);
    const earlier = take(again.entries, readHamilton(text('HamiltonAccts.csv'), { file: 'earlier' }).entries);

    expect(again.report).toMatchObject({ added: [], changed: [] });
    expect(earlier.report.changed.length).toBeGreaterThan(150);
    expect(earlier.report.added.length).toBeLessThan(10);
    const hosts = earlier.entries.flatMap((entry) => entry.hosts);
    expect(new Set(hosts).size).toBe(hosts.length);
  });
});

describe.skipIf(!present)(`the earlier Hamilton account list${absent}`, () => {
  const { counts } = readHamilton(text('HamiltonAccts.csv'), { file: 'earlier' });

  it('holds 1,242 rows and 1,104 distinct handles', () => {
    expect(counts).toMatchObject({ rows: 1242, 'x handles': 1104 });
  });
});

describe.skipIf(!present)(`two editions of the Hamilton list${absent}`, () => {
  const earlier = readHamilton(text('HamiltonAccts.csv'), { file: 'earlier' }).entries;
  const later = readHamilton(text('Hamilton_Account_List2024.csv'), { file: 'later' }).entries;
  const sizes = ({ added, removed, changed, moved }: RegistryDiff) => ({
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    moved: moved.length,
  });

  it('differ by names more than by accounts', () => {
    const diff = diffEntries(earlier, later);
    const from = new Set(diff.moved.map((move) => move.from.id));

    // 294 entries became 1,154; 153 have the same name, hence the same id. The other 141 were renamed ("Ambassade de
    // Chine au Mali" is "Chinese Embassy in Mali"): their accounts went to an entry of another name.
    expect([earlier.length, later.length]).toEqual([294, 1154]);
    expect(sizes(diff)).toEqual({ added: 1001, removed: 141, changed: 153, moved: 301 });
    // Two had a TikTok name alone, which the later edition does not have.
    expect(diff.removed.filter(({ id }) => !from.has(id)).map(({ id }) => id)).toEqual([
      'ru-radio-sputnik',
      'ru-ria-novosti-24-7',
    ]);
    const whats = diff.moved.map(({ what }) => what);
    expect(new Set(whats).size).toBe(whats.length);
    // Every entry that stayed cites another edition of the list.
    expect(diff.changed.every(({ changes }) => changes.some(({ field }) => field === 'evidence'))).toBe(true);
  });

  it('merge by their accounts: nothing goes, nothing moves, and once more changes nothing', () => {
    const first = take([], earlier);
    const both = take(first.entries, later);
    const diff = diffEntries(first.entries, both.entries);
    const changes = new Map<string, number>();
    for (const { field, before } of diff.changed.flatMap((one) => one.changes)) {
      const what = `${field} ${before === undefined ? 'added' : 'changed'}`;
      changes.set(what, (changes.get(what) ?? 0) + 1);
    }

    // 285 of 294 entries are in the later edition, under whatever name, and 858 institutions are new in it.
    expect(sizes(diff)).toEqual({ added: 858, removed: 0, changed: 285, moved: 0 });
    expect(Object.fromEntries(changes)).toEqual({
      'evidence added': 285,
      'accounts added': 62,
      'notes added': 3,
    });
    expect(sizes(diffEntries(both.entries, take(both.entries, later).entries))).toEqual({
      added: 0,
      removed: 0,
      changed: 0,
      moved: 0,
    });
  });
});

it.skipIf(!present)(`each list is recognised by its header${absent}`, () => {
  expect(files.map((file) => sniffRegistryFormat(text(file), file))).toEqual(['asd-matrix', 'hamilton', 'hamilton']);
});
