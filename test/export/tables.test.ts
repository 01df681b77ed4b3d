import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { csvText } from '../../src/export/csv.ts';
import { exportCsv } from '../../src/export/export-csv.ts';
import { exportFile } from '../../src/export/export-file.ts';
import { exportFormats } from '../../src/export/model.ts';
import { tlpOf } from '../../src/export/tlp.ts';
import { aPost } from '../builders.ts';
import { aModel, campaign, confirmedTechnique } from './an-export.ts';

const Rows = z.array(z.record(z.string(), z.string()));

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return Rows.parse(parse(text, { columns: true }));
}

describe('a table', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\uff1d1',
    '\u200b=1',
    '|calc',
    '%x',
    "=cmd|' /C calc'!A0",
  ])('keeps %j as text', (cell) => {
    const [row] = z
      .array(z.array(z.string()))
      .parse(parse(csvText([], [[cell]]), { relax_column_count: true, skip_empty_lines: true }));

    expect(row?.[0]).toBe(`'${cell}`);
  });

  it('gives any text back, save for the apostrophe in front of formulas', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), (cells) => {
        const [, row] = z.array(z.array(z.string())).parse(
          parse(
            csvText(
              cells.map((_, i) => `c${i}`),
              [cells],
            ),
          ),
        );

        expect(row?.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells);
        expect(row?.some((cell) => /^[=+\-@]/.test(cell))).toBe(false);
      }),
    );
  });

  it('carries mark and campaign in every row', () => {
    const rows = rowsOf(exportCsv(aModel()));

    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every(({ mark, campaign: id }) => mark === 'TLP:AMBER' && id === campaign.id)).toBe(true);
  });

  it('has a row for each fact, with numerator, denominator and interval', () => {
    const row = rowsOf(exportCsv(aModel())).find(({ name }) => name === 'copy-share');

    expect(row).toMatchObject({
      row: 'coordinated',
      n: '120',
      of: '250',
      share: '0.48',
      low: '0.4188',
      high: '0.5418',
    });
  });

  it('defangs links and hosts, and leaves evidence to be opened', () => {
    const rows = rowsOf(exportCsv(aModel()));

    expect(rows.find(({ row }) => row === 'link')).toMatchObject({ name: 'daily[.]example/a', posts: '2' });
    expect(rows.find(({ row }) => row === 'organisation')).toMatchObject({
      link: 'https://list.example/2026',
      archive_link: 'https://archive.example/1',
    });
    expect(rows.find(({ row }) => row === 'post')).toMatchObject({ link: 'https://x.com/ExampleDaily/status/100' });
  });

  it('tells confirmed techniques from suggested ones', () => {
    const rows = rowsOf(
      exportCsv(aModel({ confirmed: { techniques: [confirmedTechnique] }, options: { suggested: true } })),
    );

    expect(rows.filter(({ row }) => row === 'technique').map(({ name }) => name)).toEqual(['disarm:1.6:T0084.001']);
    expect(rows.find(({ row }) => row === 'technique-suggested')?.['value']).toContain('confirmed by nobody');
  });

  it('stays one row a line of facts when tags and handles are hostile', () => {
    const post = aPost({ accountId: '42', handle: '=HYPERLINK("http://evil.example")', tags: ['a"b\n=c', '=d'] });
    const cells = rowsOf(exportCsv(aModel({ posts: [post] }))).flatMap((row) => Object.values(row));

    expect(cells.filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });
});

describe('a file', () => {
  it.each(exportFormats)('carries the mark in its name and first lines: %s', (format) => {
    const { name, content } = exportFile(aModel({ options: { mark: 'TLP:AMBER+STRICT' } }), format, {
      extensions: false,
    });

    expect(name).toMatch(/^example-x-20260302\.TLP-AMBER\+STRICT\./);
    expect(content.split('\n').slice(0, 10).join('\n')).toContain('TLP:AMBER+STRICT');
  });

  it('has a name that every file system takes, and keeps a tag in another script', () => {
    const name = (id: string): string =>
      exportFile(aModel({ campaign: { ...campaign, id } }), 'json', { extensions: false }).name;

    expect(name('新疆-x-20260302')).toBe('新疆-x-20260302.TLP-AMBER.json');
    expect(name('../../etc/passwd')).toBe('etc-passwd.TLP-AMBER.json');
  });
});

describe('the mark', () => {
  it.each([
    ['TLP:AMBER', 'amber'],
    ['tlp:amber+strict', 'amber+strict'],
    ['TLP:WHITE', 'clear'],
    ['Team only · TLP: GREEN', 'green'],
    ['TLP:RED', 'red'],
    ['TLP:REDDISH', undefined],
    ['internal', undefined],
  ])('%s is read as %s', (mark, level) => {
    expect(tlpOf(mark)).toBe(level);
  });
});
