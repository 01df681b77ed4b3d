import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderSource, type FolderReport, type FolderSourceDeps } from '../../src/source/folder.ts';
import type { Page, Source } from '../../src/source/source.ts';
import { aContext, pagesOf } from './a-poll.ts';
import { aFolder } from './file/files.ts';

const log = 'tag,account_id,timestamp\nt,a,1610870193\nu,b,1610870194\n';
const noon = new Date('2026-11-24T12:00:00Z');

async function drop(folder: string, name: string, content: string, modified = new Date('2026-11-24T11:00:00Z')) {
  const path = join(folder, name);
  await writeFile(path, content);
  await utimes(path, modified, modified);
  return path;
}

function aSource(path: string, deps: Partial<FolderSourceDeps> = {}): Source {
  return createFolderSource({ path, everyMinutes: 5, options: {}, ...deps });
}

async function poll(source: Source, now = noon): Promise<readonly Page[]> {
  return pagesOf(source, 'kept', aContext({ now }));
}

async function reportOf(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(`${path}.report.json`, 'utf8'));
}

describe('a watched folder', () => {
  it('is read file by file, and each file moves to done with its report', async () => {
    const folder = await aFolder();
    await drop(folder, 'b.csv', log.replace('b,', 'c,'));
    await drop(folder, 'a.csv', `${log}v,c,never\n`);
    const heard: FolderReport[] = [];

    const pages = await poll(aSource(folder, { onReport: (report) => heard.push(report) }));

    expect(pages.map(({ posts }) => posts.length)).toEqual([2, 2]);
    expect(pages.map(({ cursor }) => cursor)).toEqual(['kept', 'kept']);
    expect(await readdir(folder)).toEqual(['done']);
    expect(await readdir(join(folder, 'done'))).toEqual(['a.csv', 'a.csv.report.json', 'b.csv', 'b.csv.report.json']);
    expect(await reportOf(join(folder, 'done', 'a.csv'))).toEqual({
      file: 'a.csv',
      format: 'csv-log',
      rows: 3,
      posts: 2,
      accounts: 0,
      refused: 1,
      refusals: [{ line: 4, reason: 'has no time that can be read' }],
      notes: { refusedBy: { 'has no time that can be read': 1 }, unknownColumns: [], told: {} },
      seconds: expect.any(Number),
      readAt: '2026-11-24T12:00:00.000Z',
    });
    expect(heard.map(({ file }) => file)).toEqual(['a.csv', 'b.csv']);
  });

  it('leaves alone what is still written, hidden or no file', async () => {
    const folder = await aFolder();
    for (const name of ['.hidden.csv', 'a.csv.part', 'b.tmp', 'c.csv.report.json']) await drop(folder, name, log);
    await mkdir(join(folder, 'later'));
    await symlink('/etc/hostname', join(folder, 'link.csv'));
    const before = await readdir(folder);

    expect((await poll(aSource(folder))).flatMap(({ posts }) => posts)).toEqual([]);
    expect(await readdir(folder)).toEqual(before);
  });

  it('waits until a file has not changed for two seconds, or between two polls', async () => {
    const folder = await aFolder();
    const written = new Date('2026-11-24T12:00:00Z');
    await drop(folder, 'a.csv', log, written);
    const source = aSource(folder);
    const posts = async (seconds: number) =>
      (await poll(source, new Date(written.getTime() + seconds * 1000))).flatMap((page) => page.posts).length;

    expect(await posts(1)).toBe(0);
    await drop(folder, 'a.csv', `${log}v,c,1610870195\n`, new Date(written.getTime() + 1000));
    expect(await posts(1.5)).toBe(0);
    expect(await posts(1.6)).toBe(3);

    await drop(folder, 'b.csv', log, written);
    expect(await posts(2)).toBe(2);
  });

  it('reads a file again when its pages were not all kept', async () => {
    const folder = await aFolder();
    const rows = Array.from({ length: 4500 }, (_, n) => `t,a${n},1610870193`);
    await drop(folder, 'a.csv', `tag,account_id,timestamp\n${rows.join('\n')}\n`);
    const source = aSource(folder);
    const ids = new Set<string>();

    for await (const page of source.poll(undefined, aContext({ now: noon }))) {
      for (const { id } of page.posts) ids.add(id);
      break;
    }
    expect(await readdir(folder)).toEqual(['a.csv']);
    const again = (await poll(source)).flatMap(({ posts }) => posts);

    expect(again).toHaveLength(4500);
    expect(new Set([...ids, ...again.map(({ id }) => id)]).size).toBe(4500);
    expect(await readdir(folder)).toEqual(['done']);
  });

  it('does not move a file that grew while it was read', async () => {
    const folder = await aFolder();
    const path = await drop(folder, 'a.csv', log);
    const source = aSource(folder);

    for await (const page of source.poll(undefined, aContext({ now: noon }))) {
      if (page.posts.length > 0) await writeFile(path, `${log}v,c,1610870195\n`);
    }

    expect(await readdir(folder)).toEqual(['a.csv']);
    expect((await poll(source, new Date(Date.now() + 5000))).flatMap(({ posts }) => posts)).toHaveLength(3);
  });

  it('never overwrites an older file of the same name', async () => {
    const folder = await aFolder();
    const source = aSource(folder);
    for (const tag of ['first', 'second', 'third']) {
      await drop(folder, 'set.csv.gz', log.replace('\nt,', `\n${tag},`));
      await poll(source);
    }

    const done = join(folder, 'done');
    expect(await readdir(done)).toEqual([
      'set-2.csv.gz',
      'set-2.csv.gz.report.json',
      'set-3.csv.gz',
      'set-3.csv.gz.report.json',
      'set.csv.gz',
      'set.csv.gz.report.json',
    ]);
    expect(await readFile(join(done, 'set.csv.gz'), 'utf8')).toContain('first');
    expect(await readFile(join(done, 'set-3.csv.gz'), 'utf8')).toContain('third');
  });

  it('moves what it cannot read to refused, says why, and goes on with the next file', async () => {
    const folder = await aFolder();
    const elsewhere = await aFolder();
    await drop(folder, 'a.csv', 'Region,Country\nx,y\n');
    await drop(folder, 'b.csv', 'tag,account_id,timestamp\nt,a,never\n');
    await drop(folder, 'c.csv', log);

    const pages = await poll(aSource(folder, { reportsTo: elsewhere }));

    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(2);
    expect(await readdir(join(elsewhere, 'done'))).toEqual(['c.csv', 'c.csv.report.json']);
    expect(await readdir(join(elsewhere, 'refused'))).toHaveLength(4);
    expect(await reportOf(join(elsewhere, 'refused', 'a.csv'))).toMatchObject({
      posts: 0,
      error: expect.stringContaining('a.csv has no format Tocsin knows'),
    });
    expect(await reportOf(join(elsewhere, 'refused', 'b.csv'))).toMatchObject({ rows: 1, refused: 1 });
  });

  it('hands on facts about accounts, and a quiet poll as an empty page', async () => {
    const folder = await aFolder();
    const header = 'userid,user_display_name,user_screen_name,follower_count,account_creation_date';
    await drop(folder, 'users.csv', `${header}\n77,N,n,5,2012-05-01\n`);
    const source = aSource(folder, { options: { platform: 'x-archive' } });

    expect(source).toMatchObject({
      id: 'folder',
      platform: 'x-archive',
      everyMinutes: 5,
      coverage: 'part',
      catchesUp: true,
    });
    expect(await poll(source)).toMatchObject([{ posts: [], accounts: [{ accountId: '77', platform: 'x-archive' }] }]);
    expect(await poll(source)).toEqual([{ posts: [], deletes: [], gaps: [], cursor: 'kept', done: true }]);
  });

  it('says that it is not there', async () => {
    await expect(poll(aSource(join(await aFolder(), 'gone')))).rejects.toThrow('/gone cannot be read');
  });

  it('stops when it is told to, and moves nothing', async () => {
    const folder = await aFolder();
    await drop(folder, 'a.csv', log);
    const stopped = async () => {
      for await (const _ of aSource(folder).poll(null, aContext({ now: new Date(), signal: AbortSignal.abort() })));
    };

    await expect(stopped()).rejects.toThrow('aborted');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });
});
