/** What stands in posts, registries and file names is shown and never obeyed, in every form. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Study } from '../../src/app/study.ts';
import { csv, defanged, html, markdown, plain } from '../../src/study/render/safe.ts';
import { studySummary } from '../../src/study/render/summary.ts';
import { aPost } from '../builders.ts';
import { aStudy, daily, filesOf } from './a-study.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=cmd|calc!A0',
  '+1+1',
  '@SUM(A1)',
  '[click](https://evil.example)',
  '| a | b |',
  '\u{202e}desrever',
  '\u{1b}[31mred\u{7}',
  'two\r\nlines',
  '`code` *bold* # no heading',
];
const name = ['=cmd|calc!A0', ...hostile].join(' ');

function aHostileStudy(): Promise<Study> {
  const posts = Array.from({ length: 120 }, (_, n) =>
    aPost({
      id: `<b>${n}</b>,"=1+1"`,
      accountId: n % 2 === 0 ? 'daily' : `person-${n % 7}`,
      handle: hostile[n % hostile.length],
      text: `${name} number ${n % 3} is what everybody reads here`,
      tags: [hostile[n % hostile.length] ?? ''],
      links: ['evil.example/<script>?a=[b](c)', `daily.example/${n % 5}`],
      lang: n % 3 === 0 ? '<i>' : 'en',
      likes: n,
      createdAt: new Date(Date.UTC(2026, 2, 1 + (n % 20), n % 24)),
    }),
  );
  return aStudy(posts, {
    question: { query: `-"${'=cmd <script>alert(1)</script>'}"`, tag: '<script>', zones: ['Asia/Shanghai'] },
    entries: [{ ...daily, name }],
    mark: `TLP:AMBER ${name}`,
  });
}

describe('hostile text in a study', () => {
  let study: Study;
  let files: Readonly<Record<string, string>>;

  beforeAll(async () => {
    study = await aHostileStudy();
    files = filesOf(study);
  });

  it('runs, loads and links nothing in the page', () => {
    const allowed = new Set(
      'html head meta title style body h1 h2 h3 span small dl dt dd bdi p nav ul li a section div table thead tbody tr th td details summary figure figcaption svg rect text line circle'.split(
        ' ',
      ),
    );
    const seen: string[] = [];
    const targets: string[] = [];
    const ids = new Set<string>();
    const parser = new Parser(
      {
        onopentag(tag, attributes) {
          seen.push(tag, ...Object.keys(attributes).filter((key) => /^on|^src$|^style$/i.test(key)));
          if (attributes['href'] !== undefined) targets.push(attributes['href']);
          if (attributes['id'] !== undefined) ids.add(attributes['id']);
        },
      },
      { recognizeSelfClosing: true },
    );
    parser.end(files['study.html'] ?? '');

    expect(seen.filter((tag) => !allowed.has(tag))).toEqual([]);
    expect(targets.length).toBeGreaterThan(50);
    const known = new Set([...Object.keys(files), ...[...ids].map((id) => `#${id}`)]);
    expect(targets.filter((target) => !known.has(target))).toEqual([]);
  });

  it('keeps signs that turn the direction or drive a terminal out of every form', () => {
    const summary = [...studySummary(study.report)].join('\n');

    for (const text of [summary, ...Object.values(files)]) {
      // Control signs are what must not be there.
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{1b}\u{7}]/u);
    }
  });

  it('gives a spreadsheet nothing to calculate', () => {
    for (const [path, text] of Object.entries(files)) {
      if (!path.endsWith('.csv')) continue;
      const rows: string[][] = parse(text, { record_delimiter: '\r\n' });
      for (const cell of rows.flat()) expect(cell, path).not.toMatch(/^\s*[=+\-@]/);
      expect(new Set(rows.map((row) => row.length)).size, path).toBe(1);
    }
  });

  it('writes Markdown without HTML, links of others and broken tables', () => {
    const text = files['study.md'] ?? '';
    const tables = text.split('\n').filter((line) => line.startsWith('|'));

    expect(text).not.toMatch(/(?<!\\)<(?!\s|$)/);
    expect([...text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].every(([, to]) => to?.startsWith('rows/'))).toBe(true);
    const bars = (line: string | undefined): number => line?.match(/(?<!\\)\|/g)?.length ?? 0;
    const rules = tables.flatMap((line, n) => (line.startsWith('| -') ? [n] : []));
    expect(rules.map((n) => bars(tables[n]))).toEqual(rules.map((n) => bars(tables[n - 1])));
    expect(rules.map((n) => bars(tables[n]))).toEqual(rules.map((n) => bars(tables[n + 1])));
  });

  it('defangs hosts for people and keeps them whole for programs', () => {
    expect(files['study.md']).toContain('evil\\[.\\]example');
    expect(files['study.html']).toContain('evil[.]example');
    expect(files['tables/hosts-other.csv']).toContain('evil.example');
  });

  it('does not repeat the text of posts by accounts in no registry', async () => {
    const own = Array.from({ length: 90 }, (_, n) =>
      aPost({ accountId: `person-${n % 9}`, text: `Words that only private persons wrote, ${n % 2}` }),
    );
    const other = filesOf(await aStudy(own));

    for (const text of Object.values(other)) expect(text).not.toContain('only private persons');
  });
});

describe('text made harmless', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 80 });

  it('is one line without controls, whatever it was', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(plain(text)).not.toMatch(/[\p{Cc}\u{202e}]/u);
      }),
    );
  });

  it('holds no sign of HTML', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(html(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it('comes back from a CSV as it was shown', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('', '=', '+', '@', ' =', '-'), (text, start) => {
        const given = plain(`${start}${text}`);
        const [[cell = ''] = []]: string[][] = parse(`x${csv(given)}`.replace(/^x/, ''), { relax_quotes: false });
        expect(cell).toBe(/^\s*[=+\-@＝＋－＠|%]/u.test(given) ? `'${given}` : given);
      }),
    );
  });

  it('has no bare sign of Markdown', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(markdown(text)).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]<>#|~]/);
      }),
    );
  });

  it('is no address', () => {
    expect(defanged('https://evil.example/a.b')).toBe('evil[.]example/a[.]b');
    expect(markdown('see https://evil.example and www.evil.example')).toBe(
      'see https\\://evil\\.example and www\\.evil\\.example',
    );
  });
});
