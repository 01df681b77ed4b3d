import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { aStudy, filesOf } from './a-study.ts';

interface CellJson {
  readonly value?: number;
  readonly share?: { readonly n: number; readonly of: number };
  readonly rows?: { readonly file: string; readonly of: string; readonly total: number };
}

function posts(count: number): readonly Post[] {
  return Array.from({ length: count }, (_, n) =>
    aPost({
      id: `p${n}`,
      accountId: n % 4 === 0 ? 'daily' : `person-${n % 90}`,
      createdAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
      tags: [`t${n % 3}`],
      links: [`site${n % 7}.example/${n}`],
      likes: n % 11,
      lang: n % 2 === 0 ? 'en' : 'fr',
    }),
  );
}

function cellsOf(json: string | undefined): readonly CellJson[] {
  const study: { readonly sections: { readonly tables: { readonly rows: CellJson[][] }[] }[] } = JSON.parse(json ?? '');
  return study.sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat()));
}

describe('the files of rows', () => {
  it('hold as many rows as the number says that leads to them', async () => {
    const files = filesOf(await aStudy(posts(300)));
    const traced = cellsOf(files['study.json']).flatMap(({ value, rows }) =>
      value === undefined || rows === undefined ? [] : [{ value, ...rows }],
    );
    const lines = ({ file }: { readonly file: string }): number => (files[file]?.split('\r\n').length ?? 0) - 2;

    expect(traced.length).toBeGreaterThan(30);
    expect(traced.map(({ total }) => total)).toEqual(traced.map(({ value }) => value));
    expect(traced.map(lines)).toEqual(traced.map(({ value }) => value));
  });

  it('hold the very rows: those of a class are by that class', async () => {
    const files = filesOf(await aStudy(posts(300)));
    const cell = cellsOf(files['study.json']).find(({ share }) => share?.n === 75 && share.of === 300);
    const rows = files[cell?.rows?.file ?? '']?.split('\r\n').slice(1, -1);

    expect(rows).toHaveLength(75);
    expect(rows?.filter((row) => !row.includes(',Example Daily,state-media,'))).toEqual([]);
  });

  it('hold the first ten thousand of many, and the page says so', async () => {
    const files = filesOf(await aStudy(posts(10_100)));

    expect(files['rows/platforms-1-2.csv']?.split('\r\n')).toHaveLength(10_002);
    expect(files['study.html']).toContain(
      '50 of 10,100 posts here, <a href="rows/platforms-1-2.csv">10,000 in the file</a>',
    );
  }, 30_000);
});
