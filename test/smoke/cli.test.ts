import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDataFolder, start, tocsin, until } from './program.ts';

const start2026 = Date.parse('2026-01-05T00:00:00Z');

/** A fortnight of everyday tags, then five accounts pushing one tag: the narrow shape. */
function aLog(): string {
  const rows = ['timestamp,account_id,post_id,hashtag_id'];
  let post = 0;
  const add = (minutes: number, account: string, tag: string): void => {
    post += 1;
    rows.push(`${(start2026 + minutes * 60_000) / 1000},${account},${post},${tag}`);
  };
  for (let day = 0; day < 14; day++) {
    for (let n = 0; n < 120; n++)
      add(day * 1440 + n * 12, `a${(day * 37 + n * 11) % 400}`, `tag${(day * 13 + n * n) % 90}`);
  }
  for (let n = 0; n < 60; n++) add(14 * 1440 + 540 + n * 5, `push${n % 5}`, 'pushed');
  return `${rows.join('\n')}\n`;
}

describe('tocsin on the command line', () => {
  let dataDir: string;
  let log: string;

  beforeAll(async () => {
    dataDir = await aDataFolder();
    log = join(dataDir, 'log.csv');
    await writeFile(log, aLog());
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('imports a log, and nothing twice', async () => {
    const first = await tocsin(dataDir, ['import', log, '--platform', 'x', '--json']);
    const second = await tocsin(dataDir, ['import', log, '--platform', 'x', '--json']);

    expect(first.status, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      format: 'csv-log',
      rows: 1740,
      added: 1740,
      known: 0,
      refused: 0,
    });
    expect(JSON.parse(second.stdout)).toMatchObject({ rows: 1740, added: 0, known: 1740 });
  });

  it('imports the others when one of several files is wrong, and says which', async () => {
    const wrong = join(dataDir, 'wrong.csv');
    await writeFile(wrong, 'a,b\n1,2\n');

    const { status, stdout, stderr } = await tocsin(dataDir, ['import', log, wrong, log, '--platform', 'x', '--json']);

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: log, rows: 1740 },
      { file: wrong, error: expect.stringContaining('has no format Tocsin knows') },
      { file: log, rows: 1740, added: 0 },
    ]);
    expect(stderr).toContain('wrong.csv has no format Tocsin knows');
  });

  it('replays what is stored and prints one JSON document', async () => {
    const { status, stdout, stderr } = await tocsin(dataDir, ['replay', '--json', '--tick', '1h']);
    const report = JSON.parse(stdout);
    const pushed = report.bursts.find(({ key }: { key: string }) => key === 'pushed');

    expect(status, stderr).toBe(0);
    expect(report.posts).toBe(1740);
    expect(report.ticks).toBeGreaterThan(14 * 24);
    expect(pushed).toMatchObject({ shape: 'narrow', level: 'S3', posts: 60, accounts: 5 });
    expect(report.alerts.find(({ campaign }: { campaign: string }) => campaign.startsWith('pushed'))).toMatchObject({
      level: 'S3',
      kind: 'hashtag-campaign',
      tags: ['pushed'],
      accounts: 5,
    });
    expect(report.digests.length).toBeGreaterThanOrEqual(14);
  });

  it('counts the same after kill -9 in the middle of an import as undisturbed', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) =>
      JSON.stringify({
        platform: 'x',
        id: `k${n}`,
        accountId: `a${n % 900}`,
        createdAt: new Date(start2026 + n * 1000),
        text: `text ${n}`,
        kind: 'original',
        tags: [`t${n % 50}`],
        links: [],
      }),
    );
    const file = join(dataDir, 'posts.ndjson');
    await writeFile(file, `${lines.join('\n')}\n`);
    const other = await aDataFolder();
    const undisturbed = await tocsin(other, ['import', file, '--json']);

    const killed = start(dataDir, ['import', file, '--json']);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const again = await tocsin(dataDir, ['import', file, '--json']);
    const doctor = async (dir: string): Promise<string> => (await tocsin(dir, ['doctor', '--json'])).stdout;
    const posts = (text: string): number => Number(/"([\d,]+) posts? by/.exec(text)?.[1]?.replaceAll(',', ''));

    expect(JSON.parse(undisturbed.stdout)).toMatchObject({ added: 60_000 });
    expect(JSON.parse(again.stdout)).toMatchObject({ rows: 60_000, refused: 0 });
    expect(posts(await doctor(dataDir))).toBe(60_000 + 1740);
    expect(posts(await doctor(other))).toBe(60_000);
    await rm(other, { recursive: true, force: true });
  });

  it('lists refused rows with line and reason and keeps the good ones', async () => {
    const file = join(dataDir, 'bad.ndjson');
    const good = {
      platform: 'x',
      id: 'g1',
      accountId: 'a',
      createdAt: '2026-01-05T00:00:00Z',
      text: '',
      kind: 'original',
      tags: [],
      links: [],
    };
    await writeFile(
      file,
      `${JSON.stringify(good)}\nnot json\n${JSON.stringify({ ...good, id: 'g2', kind: 'shout' })}\n`,
    );
    const { status, stdout } = await tocsin(dataDir, ['import', file, '--json']);

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ posts: 1, refused: 2, refusals: [{ line: 2 }, { line: 3 }] });
  });

  it('answers wrong usage with 2 and failure with 1, on standard error', async () => {
    const wrong = await tocsin(dataDir, ['import']);
    const unknown = await tocsin(dataDir, ['nonsense']);
    const missing = await tocsin(dataDir, ['import', join(dataDir, 'nowhere.csv'), '--json']);

    expect([wrong.status, unknown.status, missing.status]).toEqual([2, 2, 1]);
    expect(missing.stdout).toBe('');
    expect(missing.stderr).toContain('nowhere.csv does not exist');
  });

  it('finds the co-share network of a log without a store', async () => {
    const file = join(dataDir, 'shares.csv');
    await writeFile(file, 'o,a,t\nx,1,100\nx,2,160\nx,3,300\ny,1,500\ny,2,501\n');
    const { stdout } = await tocsin(dataDir, [
      'coordinate',
      file,
      '--object',
      'o',
      '--account',
      'a',
      '--time',
      't',
      '--window',
      '60',
      '--json',
    ]);

    expect(JSON.parse(stdout)).toMatchObject({
      rows: 5,
      accounts: 2,
      objects: 2,
      edges: 1,
      maxWeight: 2,
      edgesByWeight: { 2: 1 },
    });
  });

  it('imports a registry and shows an entry with its evidence', async () => {
    const file = join(dataDir, 'registry.yaml');
    await writeFile(
      file,
      `entries:
  - id: xx-example-daily
    name: Example Daily
    kind: state-media
    state: XX
    publicRole: true
    accounts: [{ platform: x, handle: ExampleDaily }]
    hosts: [daily.example]
    evidence: [{ type: registry, source: Example List 2026-01 }]
    confidence: high
    status: active
`,
    );
    const imported = await tocsin(dataDir, ['registry', 'import', file, '--json']);
    const shown = await tocsin(dataDir, ['registry', 'show', '@exampledaily']);
    const host = await tocsin(dataDir, ['registry', 'show', 'news.daily.example', '--json']);

    expect(JSON.parse(imported.stdout)).toMatchObject({ read: 1, added: 1, refused: [] });
    expect(shown.stdout).toContain('Example Daily (state media) · Example List 2026-01 · confidence high');
    expect(JSON.parse(host.stdout)).toMatchObject({ by: 'host', entry: { id: 'xx-example-daily' } });
  });

  it('exports nothing that is not there, and one form at a time', async () => {
    const unknown = await tocsin(dataDir, ['export', 'nothing', '--stix']);
    const two = await tocsin(dataDir, ['export', 'nothing', '--stix', '--csv']);
    const misplaced = await tocsin(dataDir, ['export', 'nothing', '--csv', '--extensions']);

    expect([unknown.status, two.status, misplaced.status]).toEqual([1, 2, 2]);
    expect(unknown.stdout).toBe('');
    expect(unknown.stderr).toContain('No campaign nothing is known.');
    expect(two.stderr).toContain('One form at a time: --stix or --csv.');
    expect(misplaced.stderr).toContain('--extensions belongs to --stix.');
  });

  it('works while the bot runs on the same data', async () => {
    const bot = start(dataDir, ['run']);
    await until(async () => /Console: (\S+)/.exec(bot.stdout())?.[1]);
    const { status, stderr } = await tocsin(dataDir, ['doctor', '--json']);
    bot.child.kill('SIGINT');

    expect(status, stderr).toBe(0);
    expect((await bot.ended).status).toBe(0);
  });

  it('reports every mistake of a configuration at once, with its line', async () => {
    const file = join(dataDir, 'wrong.yaml');
    await writeFile(file, 'mark: TLP:RED\nroutes:\n  - target: nowhere\nunknownKey: 1\n');
    const { status, stderr } = await tocsin(dataDir, ['--config', file, 'doctor']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/wrong\.yaml:3:\d+ .*target/);
    expect(stderr).toMatch(/wrong\.yaml:4:\d+ .*unknownKey/);
  });
});
