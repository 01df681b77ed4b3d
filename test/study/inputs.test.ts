import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStudy, type Study } from '../../src/app/study.ts';
import { readStudyRegistry } from '../../src/app/study-registry.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { studySummary } from '../../src/study/render/summary.ts';

let folder: string;
const now = new Date('2026-03-02T12:00:00Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-study-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function studyOf(paths: readonly string[]): Promise<Study> {
  return makeStudy({
    question: { query: '', top: {}, zones: [], minN: 1 },
    input: { paths, options: { now } },
    registry: createRegistry({ version: 'none', entries: [] }),
    secret: 'a secret of the tests',
    mark: 'TLP:AMBER',
  });
}

const line = (id: string, accountId: string): string =>
  JSON.stringify({
    platform: 'x',
    id,
    accountId,
    createdAt: '2026-01-01T00:00:00Z',
    text: 'Words',
    kind: 'original',
    tags: [],
    links: [],
  });

describe('the inputs of a study', () => {
  it('are each named with what they hold, and what of them was refused and why', async () => {
    const posts = join(folder, 'posts.ndjson');
    const users = join(folder, 'example_users_csv_hashed.csv');
    await writeFile(posts, `${line('1', 'one')}\n${line('2', 'one')}\nno JSON\n`);
    await writeFile(
      users,
      'userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,follower_count,following_count,account_creation_date,account_language\n' +
        'one,,,,,,2,1,2021-01-08,en\nsilent,,,,,,0,1,2021-01-08,en\n',
    );
    const { report } = await studyOf([posts, users]);
    const lines = [...studySummary(report)];

    expect(lines).toContain('Input: posts.ndjson (ndjson): 3 rows, 2 posts by 1 account, 2 selected; 1 refused');
    expect(lines).toContain(
      'Input: example_users_csv_hashed.csv (io-archive): 2 rows, 0 posts by 0 accounts, 0 selected; 2 accounts described in 2 rows; 0 refused',
    );
    expect(lines).toContain('Refused: posts.ndjson: 1 × is not JSON');
    // What the users file says of an account with posts is known of it.
    expect(lines.join('\n')).toMatch(/accounts with fewer than 5 followers +100 % = 1 of 1/);
  });

  it('are counted once where two of them overlap', async () => {
    const [one, other] = [join(folder, 'one.ndjson'), join(folder, 'other.ndjson')];
    await writeFile(one, `${line('1', 'a')}\n${line('2', 'a')}\n`);
    await writeFile(other, `${line('2', 'a')}\n${line('3', 'a')}\n`);
    const { report } = await studyOf([one, other]);

    expect(report.overview.notes).toEqual([
      '1 of the rows selected are of a post that was read before; it is counted once.',
    ]);
    expect(report.overview.tables[0]?.rows[0]?.[1]).toMatchObject({ value: 3 });
  });
});

describe('the registry of a study of files', () => {
  const lines: string[] = [];
  const told = (line: string): void => void lines.push(line);

  it('is the starter registry, named with a checksum', async () => {
    const [one, other] = [
      await readStudyRegistry(undefined, now, told),
      await readStudyRegistry(undefined, new Date(0), told),
    ];

    expect(one.entries.length).toBeGreaterThan(20);
    expect(one.version).toMatch(/^starter \(sha256 [0-9a-f]{8}\)$/);
    expect(other.version).toBe(one.version);
  });

  it('is what the files say that are named', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(
      file,
      'entries:\n  - id: xx-one\n    name: One\n    kind: government\n    state: XX\n    publicRole: true\n    accounts: [{ platform: x, handle: one }]\n    hosts: []\n    evidence: [{ type: registry, source: A list }]\n    confidence: high\n    status: active\n',
    );
    const registry = await readStudyRegistry([file], now, told);

    expect(registry.entries.map(({ id }) => id)).toEqual(['xx-one']);
    expect(registry.version).toMatch(/^mine\.yaml \(sha256 /);
    expect(lines).toEqual([]);
    expect((await readStudyRegistry([], now, told)).version).toBe('none');
    await expect(readStudyRegistry([join(folder, 'nothing.yaml')], now, told)).rejects.toThrow('cannot be read');
  });

  it('says which entries could not be taken', async () => {
    const file = join(folder, 'partly.yaml');
    await writeFile(
      file,
      Array.from({ length: 12 }, (_, n) => `- { id: xx-${n}, name: N, kind: government }\n`).join(''),
    );
    const registry = await readStudyRegistry([file], now, told);

    expect(registry.entries).toEqual([]);
    expect(lines).toHaveLength(11);
    expect(lines[0]).toContain(`${file} line 1: xx-0`);
    expect(lines[10]).toContain('2 more rows refused');
  });
});
