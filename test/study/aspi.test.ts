/** The two sets that a study must print exactly as the report did: built to ASPI's counts, all of it invented. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Study } from '../../src/app/study.ts';
import type { Post } from '../../src/post/post.ts';
import { studySummary } from '../../src/study/render/summary.ts';
import { aPost } from '../builders.ts';
import { aStudy, filesOf } from './a-study.ts';

/** The first `attributed` of the `top` most liked posts are by the listed account, the next `suspended` by suspended ones. */
function posts(platform: string, top: number, attributed: number, suspended: number, more: number): readonly Post[] {
  return Array.from({ length: top + more }, (_, n) => {
    const isSuspended = n >= attributed && n < attributed + suspended;
    return aPost({
      platform,
      id: `${platform}-${n}`,
      accountId: n < attributed ? 'daily' : `person-${n}`,
      createdAt: new Date(Date.UTC(2021, 0, 1, 0, n)),
      text: `Cotton from Xinjiang, number ${n}`,
      likes: 100_000 - n,
      reposts: 0,
      status: isSuspended ? 'suspended' : 'active',
      statusCheckedAt: new Date('2022-03-01T00:00:00Z'),
    });
  });
}

describe('a set built to the counts of the report', () => {
  let study: Study;
  let printed: string;

  beforeAll(async () => {
    study = await aStudy([
      ...posts('facebook', 400, 241, 0, 300),
      ...posts('x', 1_000, 55, 40, 500),
      // Reposts carry their original's counters, and must not be ranked.
      ...Array.from({ length: 50 }, (_, n) =>
        aPost({
          platform: 'x',
          id: `r${n}`,
          accountId: `fan-${n}`,
          kind: 'repost',
          parentId: 'x-0',
          likes: 999_999,
          createdAt: new Date(Date.UTC(2021, 5, 1, 0, n)),
        }),
      ),
    ]);
    printed = [...studySummary(study.report)].join('\n');
  });

  it.each(['60.3 % = 241 of 400', '5.5 % = 55 of 1,000', '4 % = 40 of 1,000'])('prints %s', (words) => {
    expect(printed).toContain(words);
  });

  it('leads from each of these shares to exactly the rows it counted', () => {
    const influence = study.report.sections.find(({ id }) => id === 'influence')?.tables[0];
    const [facebook, x] = influence?.rows ?? [];
    const behind = (cell: unknown): number =>
      (cell as { readonly behind: () => { readonly rows: Uint32Array } }).behind().rows.length;

    expect([behind(facebook?.[2]), behind(x?.[2])]).toEqual([241, 55]);
  });

  it('says both in every file', () => {
    const files = filesOf(study);

    for (const name of ['study.html', 'study.md']) {
      expect(files[name]).toContain('60.3 % = 241 of 400');
      expect(files[name]).toContain('4 % = 40 of 1,000');
    }
    expect(files['tables/influence.csv']).toContain('facebook,400,241,400,0.6025,');
    expect(files['tables/influence.csv']).toContain('x,1000,55,1000,0.055,');
    expect(files['tables/suspended-top.csv']).toContain('x,40,1000,0.04,');
    expect(JSON.parse(files['study.json'] ?? '').sections).toHaveLength(22);
  });

  it('takes another N where one is given', async () => {
    const smaller = await aStudy(posts('x', 100, 30, 0, 100), { question: { top: { x: 100 } } });

    expect([...studySummary(smaller.report)].join('\n')).toContain('30 % = 30 of 100');
  });

  it('withholds shares of few', async () => {
    const few = await aStudy(posts('x', 40, 30, 0, 0));
    const words = [...studySummary(few.report)].join('\n');

    expect(words).toContain('withheld (n < 50)');
    expect(words).not.toContain('30 of 40');
  });
});
