import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { readEntries } from '../../src/registry/entry-file.ts';
import { mergeEntries } from '../../src/registry/merge.ts';
import { kindOfTypology } from '../../src/registry/typology.ts';

const folder = new URL('../../config/registry/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const packs = files.map((file) => ({
  file,
  ...readEntries(readFileSync(new URL(file, folder), 'utf8'), { file, format: 'yaml' }),
}));
const entries = packs.flatMap((pack) => pack.entries);

describe('the starter pack', () => {
  it('has China, Russia, Iran and public-service broadcasters', () => {
    expect(files.toSorted()).toEqual(['cn.yaml', 'ir.yaml', 'public-service.yaml', 'ru.yaml']);
  });

  it.each(packs)('$file is read without a refusal', (pack) => {
    expect(pack.refused).toEqual([]);
    expect(pack.entries.length).toBeGreaterThanOrEqual(12);
    expect(pack.entries.length).toBeLessThanOrEqual(25);
  });

  it.each(entries)('$id names an institution, its source and a kind that fits its typology', (entry) => {
    expect(entry.publicRole).toBe(true);
    expect(['state-media', 'government', 'public-service-media']).toContain(entry.kind);
    expect(entry.id.startsWith(`${entry.state.toLowerCase()}-`)).toBe(true);
    for (const { type, url } of entry.evidence) {
      expect(['registry', 'self-declared', 'government-statement']).toContain(type);
      expect(url).toMatch(/^https?:\/\//);
    }
    expect(entry.typology === undefined ? entry.kind : kindOfTypology(entry.typology)).toBe(entry.kind);
  });

  it.each(packs.filter(({ file }) => file.length === 'cn.yaml'.length))(
    '$file has one state',
    ({ file, entries: own }) => {
      expect(new Set(own.map((entry) => entry.state))).toEqual(new Set([file.slice(0, 2).toUpperCase()]));
    },
  );

  it('keeps public-service broadcasters in a file of their own', () => {
    const kinds = packs.find(({ file }) => file === 'public-service.yaml')?.entries.map(({ kind }) => kind);

    expect(new Set(kinds)).toEqual(new Set(['public-service-media']));
  });

  it('gives every id, host and account to one entry', () => {
    const hosts = entries.flatMap((entry) => entry.hosts);

    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    expect(new Set(hosts).size).toBe(hosts.length);
    expect(mergeEntries([], entries).report).toMatchObject({ changed: [], unchanged: 0, conflicting: [] });
  });

  it('knows the hosts that the Xinjiang study found linked most', () => {
    const registry = createRegistry({ version: 'v', entries });
    const found = (host: string) => registry.findHost(host, new Date('2021-01-21T00:00:00Z'))?.entry.id;

    expect(
      ['www.cgtn.com', 'chinadaily.com.cn', 'xinhuanet.com', 'ecns.cn', 'www.fmprc.gov.cn', 'china-un.ch'].map(found),
    ).toEqual([
      'cn-cgtn',
      'cn-china-daily',
      'cn-xinhua',
      'cn-china-news-service',
      'cn-ministry-of-foreign-affairs',
      'cn-mission-un-geneva',
    ]);
    expect(['youtube.com', 'thegrayzone.com'].map(found)).toEqual([undefined, undefined]);
  });
});
