import { describe, expect, it } from 'vitest';
import { measureAll } from '../../src/campaign/measures.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import { dayMs } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aDetection, aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const registry = createRegistry({ version: 'none', entries: [] });
const subject = subjectOfDetection(aDetection());
/** Twelve new accounts with one text among two hundred old ones with their own. */
const copying = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    aPost({
      accountId: `new${n}`,
      createdAt: now,
      accountCreatedAt: new Date(now.getTime() - 9 * dayMs),
      followers: 0,
      text: 'The same prepared statement for everybody to read today',
    }),
  );
const crowd = Array.from({ length: 200 }, (_, n) =>
  aPost({
    accountId: `old${n}`,
    createdAt: now,
    accountCreatedAt: new Date(now.getTime() - (400 + n * 9) * dayMs),
    followers: 80,
    text: `${(n * 7919).toString(36)} ${(n * 104_729).toString(36)} what I think of it ${(n * 15_485_863).toString(36)}`,
  }),
);

describe('measureAll', () => {
  it('looks at the accounts with copied texts by themselves, so that a crowd does not hide them', () => {
    const measures = measureAll(subject, [...crowd, ...copying(12)], registry, {}, now);

    expect(measures.amongCopiers).toBe(true);
    expect(measures.creation.young).toMatchObject({ n: 12, of: 12 });
    expect(measures.thin.underFive).toMatchObject({ n: 12, of: 12 });
    expect(measures.busy).toMatchObject({ posts: 12, accounts: 12 });
    expect(measures.crowd.accounts).toBe(212);
  });

  it('looks at all accounts while those with copies are few', () => {
    const measures = measureAll(subject, [...crowd, ...copying(9)], registry, {}, now);

    expect(measures.amongCopiers).toBe(false);
    expect(measures.creation.young).toMatchObject({ n: 9, of: 209 });
  });

  it('knows nothing of what nobody read', () => {
    expect(measureAll(subject, crowd, registry, {}, now)).toMatchObject({
      overlap: undefined,
      fandom: undefined,
      connected: undefined,
      repurposed: undefined,
    });
  });
});
