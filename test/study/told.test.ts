/** What a study tells a reader who could else take a number for more than it is. */
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import type { StudyReport } from '../../src/study/report.ts';
import { aPost } from '../builders.ts';
import { aStudy, daily, filesOf } from './a-study.ts';

function posts(given: Partial<Post> = {}, platforms: readonly string[] = ['x']): readonly Post[] {
  return Array.from({ length: 120 }, (_, n) =>
    aPost({
      id: `p${n}`,
      platform: platforms[n % platforms.length] ?? 'x',
      accountId: n % 4 === 0 ? 'daily' : `person-${n}`,
      createdAt: new Date(Date.UTC(2026, 0, 1 + n)),
      likes: n,
      ...given,
    }),
  );
}

function sectionOf({ sections }: StudyReport, id: string) {
  const found = sections.find((section) => section.id === id);
  if (found === undefined) throw new Error(`no section ${id}`);
  return found;
}

describe('a study tells', () => {
  it('that nobody looked at accounts again, in the place of a share of none', async () => {
    const unknown = sectionOf((await aStudy(posts())).report, 'suspended');
    const known = sectionOf((await aStudy(posts({ status: 'active' }))).report, 'suspended');

    expect(unknown.tables[0]?.rows[0]?.slice(1, 3)).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }]);
    expect(unknown.notes).toEqual(['x: nobody looked at these accounts again, so nothing is known of them.']);
    expect(known.tables[0]?.rows[0]?.slice(1, 3)).toMatchObject([{ share: { n: 0, of: 120 } }, { share: { of: 120 } }]);
    expect(known.notes).toEqual([]);
  });

  it('how much of an attributed share is disputed', async () => {
    const { report } = await aStudy(posts(), { entries: [{ ...daily, status: 'disputed' }] });

    expect(sectionOf(report, 'influence').notes.at(-1)).toBe('x: the attribution of 30 attributed posts is disputed.');
    expect(sectionOf((await aStudy(posts())).report, 'influence').notes.join(' ')).not.toContain('disputed');
  });

  it('kind and date of the evidence of an organisation', async () => {
    const evidence = [
      { type: 'self-declared' as const, source: 'own site', date: new Date('2025-02-03T00:00:00Z') },
      { type: 'registry' as const, source: 'a list' },
    ];
    const [table] = sectionOf(
      (await aStudy(posts(), { entries: [{ ...daily, evidence }] })).report,
      'organisations',
    ).tables;

    expect(table?.rows[0]?.[3]).toEqual({ kind: 'text', text: 'own site (self-declared, 2025-02-03) and 1 more' });
  });

  it('that the registry has no entry of a state that was asked for', async () => {
    const { report } = await aStudy(posts(), { question: { states: ['CN', 'XX'] } });

    expect(report.overview.notes).toContain('The registry has no entry of XX: its shares are zero by that.');
  });

  it('no share of nothing', async () => {
    const files = filesOf(await aStudy(posts()));

    expect(files['study.md']).toContain('| attributed to a state | 0 of 0 |');
  });
});

describe('platforms of any name', () => {
  it('have a table each, and N as usual', async () => {
    const { report } = await aStudy(posts({}, ['a.b', 'a_b', 'a-b', 'constructor', '__proto__']));
    const section = sectionOf(report, 'influence');

    expect(section.tables.map(({ id }) => id).sort()).toEqual([
      'influence',
      'influence--proto-',
      'influence-a-b',
      'influence-a-b-2',
      'influence-a-b-3',
      'influence-constructor',
    ]);
    expect(section.parameters.filter((words) => words.includes('N = 1,000'))).toHaveLength(5);
  });

  it('fill no page with pairs and notes when there are hundreds of them', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `platform-${n}`);
    const { report } = await aStudy(posts({ tags: ['onetag'] }, names));
    const pairs = sectionOf(report, 'spread').tables.find(({ id }) => id === 'spread-pairs');

    expect(pairs?.rows).toHaveLength(200);
    expect(pairs?.more).toBeGreaterThan(1_000);
    expect(sectionOf(report, 'influence').notes).toHaveLength(13);
    expect(sectionOf(report, 'influence').notes.at(-1)).toBe('48 more notes of other platforms.');
  });
});

describe('the page of a study', () => {
  it('is named after the question, and has its mark on every printed page without obeying it', async () => {
    const mark = 'TLP:AMBER"; } </style> body { display: none';
    const page = filesOf(await aStudy(posts(), { question: { query: 'cotton OR <b>' }, mark }))['study.html'] ?? '';

    expect(page).toContain('<h1><bdi>Study: cotton OR &lt;b&gt;</bdi></h1>');
    expect(page).toContain('@bottom-left { content: "TLP:AMBER  style body  display: none"; }');
  });

  it('tells of pictures, tables and links what a screen reader needs', async () => {
    const page = filesOf(await aStudy(posts()))['study.html'] ?? '';

    expect(page).toContain(
      'aria-label="Written posts by month and class: 4 bars, the highest 31; the table below has every number"',
    );
    expect(page).toContain('<table aria-labelledby="t-volume">');
    expect(page).toContain('aria-label="Posts by month and class as CSV"');
    expect(page).toContain('<th scope="col">month</th>');
    expect(page).toMatch(
      /<td class="s"><a href="#r-[\w-]+">25 % = 30 of 120 <span class="iv">\(95 % [\d.-]+\)<\/span><\/a><\/td>/,
    );
  });
});
