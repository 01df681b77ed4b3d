import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import { studySummary } from '../../src/study/render/summary.ts';
import type { StudyReport } from '../../src/study/report.ts';
import { sectionsOf } from '../../src/study/rows-behind.ts';
import { aPost } from '../builders.ts';
import { aStudy, filesOf } from './a-study.ts';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));

/** Three accounts that share four links within seconds, and a crowd that does not. */
function posts() {
  const team = Array.from({ length: 12 }, (_, n) =>
    aPost({
      id: `t${n}`,
      accountId: `team-${n % 3}`,
      createdAt: new Date(day(1 + Math.floor(n / 3)).getTime() + (n % 3) * 5_000),
      links: [`shared.example/${Math.floor(n / 3)}`],
      tags: ['stoprumors'],
    }),
  );
  const crowd = Array.from({ length: 150 }, (_, n) =>
    aPost({
      id: `c${n}`,
      accountId: n % 10 === 0 ? 'daily' : `crowd-${n % 40}`,
      createdAt: new Date(day(1 + (n % 90)).getTime() + n * 600_000),
      text: `A text of its own with the number ${'x'.repeat(n % 50)}`,
      links: [`crowd.example/${n}`],
      likes: n,
    }),
  );
  return [...team, ...crowd];
}

function tableOf(report: StudyReport, id: string) {
  const table = sectionsOf(report)
    .flatMap(({ tables }) => tables)
    .find((one) => one.id === id);
  if (table === undefined) throw new Error(`no table ${id}`);
  return table;
}

describe('the report of a study', () => {
  it('opens each section with what it measures and what it must not be read as', async () => {
    const { report } = await aStudy(posts());

    for (const section of report.sections) {
      expect(section.definition, section.id).toMatch(/\.$/);
      expect(section.guard, section.id).not.toBe('');
      expect(section.tables.length, section.id).toBeGreaterThan(0);
    }
    expect(report.sections.map(({ measure }) => measure).join(' ')).toBe(
      'F4 F1 F2a, F2b  F13 F20 F18 F3 F21 F12 F14 F17 F8 F9 F10 F15 F16 F19 F11 F7 F22',
    );
  });

  it('gives the same bytes for the same input', async () => {
    const [one, other] = [filesOf(await aStudy(posts())), filesOf(await aStudy(posts()))];

    expect(other).toEqual(one);
  });

  it('has one name for each table, and tables as wide as their heads', async () => {
    const { report } = await aStudy(posts(), { question: { tag: 'stoprumors' } });
    const tables = sectionsOf(report).flatMap((section) => section.tables);

    expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
    for (const { id, columns, rows } of tables) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      for (const row of rows) expect(row.length, id).toBe(columns.length);
    }
  });

  it('leads from every count of posts or accounts to as many rows', async () => {
    const { report } = await aStudy(posts(), { question: { tag: 'stoprumors', zones: ['UTC'] } });
    const counts = sectionsOf(report)
      .flatMap(({ tables }) => tables)
      .flatMap(({ id, rows }) => rows.flat().map((cell) => ({ id, cell })))
      .flatMap(({ id, cell }) => (cell.kind === 'number' && cell.behind !== undefined ? [{ id, ...cell }] : []));

    expect(counts.map(({ id, behind }) => [id, behind?.().rows.length])).toEqual(
      counts.map(({ id, value }) => [id, value]),
    );
    expect(counts.length).toBeGreaterThan(100);
  });

  it('finds the accounts that share links together, and puts them into one community', async () => {
    const { report } = await aStudy(posts());
    const [community, ...others] = tableOf(report, 'communities').rows;

    expect(community?.map((cell) => (cell.kind === 'number' ? cell.value : ''))).toEqual(['', 3, 3, 0, 0, 3]);
    expect(others).toEqual([]);
  });

  it('says what was asked, what was read, and the sentence on mentions, at the head', async () => {
    const { report } = await aStudy(posts(), { question: { query: 'nothing*', minN: 20, states: ['CN'] } });
    const lines = [...studySummary(report)];

    expect(lines).toContain('Mark: TLP:AMBER');
    expect(lines).toContain('Query: nothing*');
    expect(lines).toContain('States asked for: CN');
    expect(lines).toContain(
      'Input: stored posts (database): 162 rows, 162 posts by 40 accounts, 0 selected; 0 refused',
    );
    expect(lines.join('\n')).toContain('is not thereby linked to a state');
    expect(lines.join('\n')).toContain('What else could explain this');
    expect(lines).toContain('  No post was selected.');
    expect(report.sections).toEqual([]);
  });

  it('shows a gap as a gap and not as zero', async () => {
    const gap = {
      from: day(32),
      to: day(60),
      sourceId: 'x',
      platform: 'x',
      coverage: 'platform' as const,
      reason: 'no access',
    };
    const study = await aStudy(
      posts().filter(({ createdAt }) => createdAt < gap.from || createdAt >= gap.to),
      { gaps: [gap] },
    );
    const february = tableOf(study.report, 'volume').rows[1];

    expect(february?.[0]).toEqual({ kind: 'text', text: '2026-02' });
    expect(february?.slice(1, -1).every(({ kind }) => kind === 'unknown')).toBe(true);
    expect(filesOf(study)['study.html']).toContain('2026-02: gap, nothing was read');
  });

  it('says which of several platforms a gap hides, in the table and behind the bar', async () => {
    const hidden = {
      from: day(32),
      to: day(60),
      sourceId: 'x',
      platform: 'mastodon',
      coverage: 'platform' as const,
      reason: 'no access',
    };
    const study = await aStudy(posts(), { gaps: [hidden, { ...hidden, platform: undefined }] });
    const february = tableOf(study.report, 'volume').rows[1];

    expect(february?.at(-1)).toEqual({ kind: 'text', text: 'not everything of mastodon was read' });
    expect(february?.[1]?.kind).toBe('number');
    expect(filesOf(study)['study.html']).toContain('2026-02: gap, not everything of mastodon was read');
    expect(study.report.sections.find(({ id }) => id === 'volume')?.notes).toEqual([
      'Not compared with the month before, since one of the two is not whole: 2 of 3.',
    ]);
    expect(filesOf(study)['study.html']).toMatch(/2026-02, state-media: \d/);
  });

  it('gives no share of suspended amplifiers where nobody looked at them again', async () => {
    const reposts = Array.from({ length: 60 }, (_, n) =>
      aPost({ accountId: `fan-${n}`, kind: 'repost', parentId: 'elsewhere', parentAccountId: 'daily' }),
    );
    const sharesOf = async (given: readonly Post[]) =>
      tableOf((await aStudy(given)).report, 'suspended-amplifiers')
        .rows.slice(1, 5)
        .map(([, cell]) => cell?.kind);

    expect(await sharesOf(reposts)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(await sharesOf(reposts.map((post) => ({ ...post, status: 'active' as const })))).toEqual([
      'share',
      'share',
      'share',
      'share',
    ]);
  });

  it('reads one gap of a part of a platform as what it is', async () => {
    const gap = {
      from: day(32),
      to: day(60),
      sourceId: 'x',
      platform: 'x',
      coverage: 'part' as const,
      reason: 'one list',
    };
    const { report } = await aStudy(posts(), { gaps: [gap] });

    expect([...studySummary(report)]).toContain(
      'Gap: x, a part of its posts, 2026-02-01 to 2026-03-01 (UTC): one list',
    );
    expect(tableOf(report, 'volume').rows[1]?.[1]?.kind).toBe('number');
  });
});
