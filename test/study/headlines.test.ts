/** What a chat shows of a study. */
import { describe, expect, it } from 'vitest';
import { createTable } from '../../src/measure/table/build-table.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { studyHeadlines } from '../../src/study/headlines.ts';
import { aPost } from '../builders.ts';
import { daily } from './a-study.ts';

function said(given: Partial<Post> = {}, entry: RegistryEntry = daily): Readonly<Record<string, string>> {
  const registry = createRegistry({ version: '2026-02-01', entries: [entry] });
  const builder = createTable({ registry, stanceBy: undefined });
  for (let n = 0; n < 120; n++) {
    const looked = n < 60 ? given : {};
    builder.add(aPost({ id: `p${n}`, accountId: n % 4 === 0 ? 'daily' : `person-${n}`, likes: n, ...looked }));
  }
  const sections = studyHeadlines({
    table: builder.build(),
    rows: undefined,
    registry,
    question: { query: '', top: {}, zones: [], minN: 50 },
    gaps: [],
  });
  return Object.fromEntries(sections.map(({ label, lines }) => [label, lines.join('\n')]));
}

describe('the headlines of a study', () => {
  it('say that nobody looked again, in the place of a share of none', () => {
    expect(said()['Later gone']).toContain('nobody looked again at the authors of the 120 most interactive posts');
    expect(said()['Later gone']).not.toContain('0 of 120');
  });

  it('say of how many posts nobody knows whether the account is still there', () => {
    const words = said({ status: 'active' })['Later gone'];

    expect(words).toContain('later suspended, reason not given: 0 % = 0 of 120');
    expect(words).toMatch(/; \d+ are of authors that nobody looked at again, so it may be more/);
  });

  it('say how much of the attributed share is disputed', () => {
    expect(said({}, { ...daily, status: 'disputed' })['Attributed']).toContain(
      '; of 30 posts the attribution is disputed',
    );
    expect(said()['Attributed']).not.toContain('disputed');
  });

  it('always say what else could explain it', () => {
    expect(said()['Innocent?']).toContain('what else could explain this: a news event');
  });
});
