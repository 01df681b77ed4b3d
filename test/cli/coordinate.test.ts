import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addCoordinate } from '../../src/cli/add-coordinate.ts';

const twoPairs = [
  'object_id,account_id,content_id,timestamp_share',
  'one,a,p1,0',
  'one,b,p2,5',
  'two,a,p3,500',
  'two,b,p4,502',
  'three,b,p5,900',
  'three,a,p6,900',
  'four,c,p7,0',
  'four,d,p8,40',
].join('\n');

afterEach(() => {
  vi.restoreAllMocks();
});

async function aLog(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'coordinate-')), 'log.csv');
  await writeFile(file, content);
  return file;
}

async function run(file: string, ...args: readonly string[]) {
  let printed = '';
  let said = '';
  const keep =
    (write: (text: string) => void) =>
    (text: string | Uint8Array, ...rest: readonly unknown[]) => {
      write(String(text));
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep((text) => (printed += text)));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep((text) => (said += text)));
  const tocsin = new Command('tocsin').exitOverride();
  const statuses: number[] = [];
  addCoordinate(
    (name, description) => tocsin.command(name).description(description).exitOverride(),
    (status) => statuses.push(status),
  );
  await tocsin.parseAsync(['coordinate', file, ...args], { from: 'user' });
  return { status: statuses[0], printed, said };
}

describe('tocsin coordinate', () => {
  it('prints the figures of CooRTweet first, and takes its names of columns', async () => {
    const { status, printed } = await run(
      await aLog(twoPairs),
      '--window',
      '60',
      '--compat',
      'coortweet',
      '--min-participation',
      '1',
      '--json',
    );

    const figures: object = JSON.parse(printed);
    expect(status).toBe(0);
    expect(Object.keys(figures).slice(0, 7)).toEqual([
      'pairs',
      'accounts',
      'edges',
      'maxWeight',
      'components',
      'quantile',
      'passing',
    ]);
    expect(figures).toMatchObject({
      pairs: 4,
      accounts: 4,
      edges: 2,
      maxWeight: 3,
      components: 2,
      quantile: 2,
      passing: { edges: 1, nodes: 2, components: 1 },
      rows: 8,
      window: { seconds: 60 },
      dropRepeats: false,
      fast: null,
    });
  });

  it('stacks columns of objects, and counts rows once that differ in other columns only', async () => {
    const file = await aLog(
      'who,at,id,link,tag,more\na,0,p1,l,,1\na,0,p1,l,,2\nb,1,p2,l,t,1\nc,2,p3,,t,1\na,9000,p4,,,\n',
    );

    const columns = ['--object', 'link', '--object', 'tag', '--account', 'who', '--time', 'at', '--post', 'id'];
    const compat = ['--window', '10', '--compat', 'coortweet', '--min-participation', '1', '--json'];
    const once = await run(file, ...columns, ...compat);
    const kept = await run(file, ...columns, ...compat, '--repeats', 'keep');

    expect(JSON.parse(once.printed)).toMatchObject({ pairs: 2, edges: 2, accounts: 3, dropRepeats: true });
    expect(JSON.parse(kept.printed)).toMatchObject({ pairs: 3, edges: 2, accounts: 3, dropRepeats: false });
    expect(once.said).toContain('2 rows without link, left out of that column');
  });

  it('writes the edges of CooRTweet, the symmetry of the reference and ours beside it', async () => {
    const file = await aLog(twoPairs);
    const out = `${file}.edges.csv`;

    await run(file, '--window', '60', '--compat', 'coortweet', '--min-participation', '1', '--edges', out, '--json');

    const [header = '', first, second] = (await readFile(out, 'utf8')).trim().split('\r\n');
    expect(header.split(',').slice(0, 6)).toEqual([
      'a',
      'b',
      'weight',
      'avg_time_delta',
      'n_older_content',
      'n_newer_content',
    ]);
    expect(first).toMatch(/^a,b,3,2\.33\d+,3,3,1,3,3,1,3,,2,0,0\.66\d+,0\.20\d+,0\.93\d+,1$/);
    expect(second).toMatch(/^c,d,1,40,1,1,1,1,1,1,1,,1,0,1,0\.2\d+,1,0$/);
  });

  it('writes and prints the edges that pass by rarity, strongest first, with who leads and of how many', async () => {
    const file = await aLog(twoPairs);
    const out = `${file}.edges.csv`;

    const { printed } = await run(file, '--window', '60', '--edges', out);

    expect(printed).toContain('window: 60 s, inclusive');
    expect(printed).toContain('rarity of 1.8 and more: 1 edge between 2 accounts in 1 component');
    expect(printed).toContain('a – b: rarity 3.00, 3 objects, 3 posts against 3; a first in 2 of 3 (67 %, 95 % 21-94)');
    expect((await readFile(out, 'utf8')).trim().split('\r\n')).toHaveLength(2);
  });

  it('says which posts of a hot object it left out', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => `hot,a${n},p${n},${n}`);
    const file = await aLog(['object_id,account_id,content_id,timestamp_share', ...rows].join('\n'));

    const { printed } = await run(file, '--window', '60', '--hot-cap', '10');
    const json = await run(file, '--window', '60', '--hot-cap', '10', '--json');

    expect(printed).toContain('19 posts of 1 object looked for no partner');
    expect(JSON.parse(json.printed)).toMatchObject({ hot: { cap: 10, objects: 1, posts: 19 } });
  });

  it('estimates the window and says how', async () => {
    const { printed } = await run(await aLog(twoPairs), '--window', 'auto');
    const json = await run(await aLog(twoPairs), '--window', 'auto', '--compat', 'coortweet', '--json');

    expect(printed).toContain('window: 1 s, estimated: of 4 objects with two shares and more, the quickest tenth (1)');
    expect(JSON.parse(json.printed)).toMatchObject({
      window: { seconds: 1, estimate: { objects: 4, medianSeconds: 0 } },
    });
  });

  it('wants a window, and one way of counting', async () => {
    const file = await aLog(twoPairs);

    await expect(run(file)).rejects.toThrow('--window is missing');
    await expect(run(file, '--method', 'cosine', '--compat', 'coortweet')).rejects.toThrow('--compat belongs to');
    await expect(run(file, '--window', 'soon')).rejects.toThrow('Expected seconds');
  });

  it('says of a file of edges that cannot be written', async () => {
    const file = await aLog(twoPairs);

    await expect(run(file, '--window', '60', '--edges', `${file}/no/folder.csv`)).rejects.toThrow('cannot be written');
  });

  it('refuses an option of another way of counting, which would do nothing', async () => {
    const file = await aLog(twoPairs);

    await expect(run(file, '--window', '60', '--min-participation', '3')).rejects.toThrow(
      '--min-participation belongs to --compat coortweet; this is --method pairs.',
    );
    await expect(run(file, '--window', '60', '--compat', 'coortweet', '--min-weight', '2')).rejects.toThrow(
      '--min-weight belongs to --method pairs',
    );
    await expect(run(file, '--method', 'cosine', '--compat', 'coortweet')).rejects.toThrow('--compat belongs to');
    const cosine = await run(file, '--method', 'cosine', '--min-actions', '1', '--window', '60', '--json');
    expect(cosine.said).toContain('--window is not looked at');
    expect(JSON.parse(cosine.printed)).toMatchObject({ nodes: 4, edges: 2, users: 4 });
  });

  it('compares accounts by unique rows where a table repeats them for its other columns, and by all when told to', async () => {
    const rows = ['object_id,account_id,content_id,timestamp_share,other', 'o,a,p1,0,x', 'o,a,p1,0,y', 'o,b,p2,0,z'];
    const file = await aLog(rows.join('\n'));
    const cosine = async (...more: readonly string[]): Promise<unknown> =>
      JSON.parse((await run(file, '--method', 'cosine', '--min-actions', '2', '--json', ...more)).printed);

    expect(await cosine()).toMatchObject({ users: 0, dropRepeats: true });
    expect(await cosine('--repeats', 'keep')).toMatchObject({ users: 1, dropRepeats: false });
  });
});
