import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDataFolder, type Ended, tocsin } from './program.ts';

function lineOf(n: number): string {
  return JSON.stringify({
    platform: 'x',
    id: `k${n}`,
    accountId: `a${n % 70}`,
    createdAt: new Date(Date.UTC(2026, 0, 1 + (n % 28), n % 24)),
    text: n % 2 === 0 ? `Cotton from the valley, part ${n}` : `Something else altogether, part ${n}`,
    kind: 'original',
    tags: [`t${n % 5}`],
    links: [],
    likes: n,
  });
}

describe('tocsin study', () => {
  let dataDir: string;
  let file: string;
  const study = (args: readonly string[]): Promise<Ended> => tocsin(dataDir, ['study', ...args]);

  beforeAll(async () => {
    dataDir = await aDataFolder();
    file = join(dataDir, 'posts.ndjson');
    const lines = Array.from({ length: 300 }, (_, n) => lineOf(n));
    await writeFile(file, `${lines.join('\n')}\n{"platform":"x"}\n`);
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('prints and writes the tables of a file, the same bytes each time', async () => {
    const [one, other] = [join(dataDir, 'one'), join(dataDir, 'other')];
    const first = await study(['--input', file, '--query', 'cotton', '--out', one]);
    const second = await study(['--input', file, '--query', 'cotton', '--out', other]);

    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('301 rows, 300 posts by 70 accounts, 150 selected; 1 refused');
    expect((await readdir(one)).sort()).toEqual(['rows', 'study.html', 'study.json', 'study.md', 'tables']);
    expect(second.status, second.stderr).toBe(0);
    for (const name of ['study.html', 'study.json', 'study.md', 'tables/influence.csv']) {
      expect(await readFile(join(other, name), 'utf8'), name).toBe(await readFile(join(one, name), 'utf8'));
    }
  });

  it('reads the stored posts when no file is named, and prints JSON', async () => {
    await tocsin(dataDir, ['import', file, '--json']);
    const { status, stdout, stderr } = await study(['--query', 'cotton', '--out', join(dataDir, 'stored'), '--json']);

    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      question: { query: 'cotton' },
      inputs: [{ name: 'stored posts', posts: 300, selected: 150 }],
    });
  });

  it.each([
    ['a query that cannot be read', ['--query', 'a (b'], 'at character 3'],
    ['a wrong N', ['--top', 'x'], 'Expected PLATFORM=N'],
  ])('refuses %s', async (_, args, why) => {
    const { status, stderr } = await study(['--input', file, '--out', join(dataDir, 'none'), ...args]);

    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });

  it('touches no folder that holds something else', async () => {
    const folder = join(dataDir, 'mine');
    await mkdir(folder);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const { status, stderr } = await study(['--input', file, '--out', folder]);

    expect(status).toBe(1);
    expect(stderr).toContain('holds other files');
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });
});
