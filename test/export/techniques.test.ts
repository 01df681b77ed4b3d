import { describe, expect, it } from 'vitest';
import { disarmTechniques, findTechnique, techniqueRef, techniqueRefused } from '../../src/export/disarm.ts';
import { type SuggestionFacts, suggestTechniques } from '../../src/export/suggest-techniques.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aCampaign, anAssessment, anEntry, anIndicator, aPost } from '../builders.ts';

const diplomat = anEntry({
  id: 'xx-envoy',
  kind: 'diplomat',
  accounts: [{ platform: 'x', nativeId: '43' }],
  hosts: [],
});
const broadcaster = anEntry({
  id: 'xx-public',
  kind: 'public-service-media',
  accounts: [{ platform: 'x', nativeId: '44' }],
  hosts: [],
});
const registry = createRegistry({ version: '2026-03-01', entries: [anEntry(), diplomat, broadcaster] });

function suggested(given: Partial<SuggestionFacts> = {}): Readonly<Record<string, string>> {
  const found = suggestTechniques({
    campaign: aCampaign({ assessment: anAssessment({ indicators: [] }) }),
    posts: [],
    registry,
    elsewhere: [],
    ...given,
  });
  return Object.fromEntries(found.map(({ technique, reason }) => [technique.replace('disarm:1.6:', ''), reason]));
}

function many(n: number, given: Partial<Post>): readonly Post[] {
  return Array.from({ length: n }, (_, i) => aPost({ accountId: `many-${i}`, ...given }));
}

describe('DISARM techniques', () => {
  it('are named with framework and edition, each once', () => {
    const refs = disarmTechniques.map(techniqueRef);

    expect(refs).toContain('disarm:1.6:T0049.002');
    expect(new Set(refs).size).toBe(refs.length);
  });

  it.each([
    ['T0049.002', 'T0049.002'],
    ['disarm:1.6:t0049.002', 'T0049.002'],
    ['T0019.002', 'T0049.002'],
    ['disarm:1.3:T0104.006', 'T0015.002'],
    [' T0104.005 ', 'T0015.001'],
    ['T0090.003', 'T0146.007'],
    ['T0141.001', 'T0150.005'],
  ])('finds %s as %s', (written, id) => {
    expect(findTechnique(written)?.id).toBe(id);
  });

  it.each(['', 'T0110', 'T9999', 'attack:T0049', 'T0049.002x', "T0049'; DROP TABLE"])('does not take %j', (written) => {
    expect(findTechnique(written)).toBeUndefined();
  });

  it('says why diplomats who post are not T0110', () => {
    expect(techniqueRefused('disarm:1.6:T0110')).toContain('not diplomats who post');
    expect(techniqueRefused('T0111')).toBeUndefined();
  });
});

describe('suggestions', () => {
  it('tell a new tag from one in use, and flood only with signs of coordination', () => {
    const quiet = anAssessment({ indicators: [], coordination: 0.1 });
    const lane = aCampaign({
      assessment: quiet,
      reason: 'new tag: others have 1-4 posts after 11 h, this one 457 posts',
      usual: { hours: 11, low: 1, high: 4, observed: 457, unit: 'posts' },
    });
    const inUse = { hours: 6, low: 10, high: 30, observed: 300, unit: 'accounts' };

    expect(
      Object.keys(suggested({ campaign: aCampaign({ assessment: quiet, usual: { ...inUse, low: 0, high: 0 } }) })),
    ).toEqual(['T0015.002']);
    expect(Object.keys(suggested({ campaign: lane }))).toEqual(['T0015.002']);
    expect(Object.keys(suggested({ campaign: aCampaign({ assessment: quiet, usual: inUse }) }))).toEqual(['T0015.001']);
    expect(
      Object.keys(suggested({ campaign: aCampaign({ assessment: anAssessment({ indicators: [] }), usual: inUse }) })),
    ).toEqual(['T0015.001', 'T0049.002']);
    expect(
      Object.keys(
        suggested({
          campaign: aCampaign({ assessment: anAssessment({ indicators: [] }), usual: { ...inUse, high: 0 } }),
        }),
      ),
    ).toEqual(['T0015.002', 'T0049']);
  });

  it.each([
    ['copy-share', 'T0084.001'],
    ['noise-tails', 'T0049.004'],
    ['creation-week', 'T0150.008'],
    ['young-accounts', 'T0150.001'],
  ])('follow the indicator %s with its sentence, as soon as it weighs', (name, technique) => {
    const with_ = (given: object): Readonly<Record<string, string>> =>
      suggested({
        campaign: aCampaign({
          assessment: anAssessment({ indicators: [anIndicator({ name, sentence: 'the fact', ...given })] }),
        }),
      });

    expect(with_({})[technique]).toBe('the fact');
    expect(with_({ weight: 0 })[technique]).toBeUndefined();
    expect(with_({ known: false })[technique]).toBeUndefined();
  });

  it('never claim automation, hijacking, purchase or formal diplomacy', () => {
    const indicators = [
      'copy-share',
      'noise-tails',
      'creation-week',
      'young-accounts',
      'synchrony',
      'co-sharing',
      'thin-accounts',
    ].map((name) => anIndicator({ name }));
    const posts = [
      ...many(40, { kind: 'reply', parentAccountId: 'target' }),
      ...many(40, { kind: 'repost', parentAccountId: '42' }),
      aPost({ accountId: '42' }),
      aPost({ accountId: '43' }),
    ];
    const all = Object.keys(
      suggested({
        campaign: aCampaign({ assessment: anAssessment({ indicators }) }),
        posts,
        elsewhere: [{ platform: 'bluesky', posts: 9, accounts: 9 }],
      }),
    );

    for (const id of ['T0049.003', 'T0146.007', 'T0150.002', 'T0150.004', 'T0150.005', 'T0150.006', 'T0110'])
      expect(all).not.toContain(id);
    expect(all.length).toBeGreaterThan(10);
  });

  it('see replies as the vehicle, and many accounts at one other account', () => {
    const replies = suggested({ posts: many(12, { kind: 'reply', parentAccountId: 'target' }) });

    expect(replies['T0116']).toContain('12 of 12');
    expect(replies['T0049.005']).toContain('12 of 12');
    expect(suggested({ posts: many(9, { kind: 'reply', parentAccountId: 'target' }) })['T0049.005']).toBeUndefined();
    const threads = Array.from({ length: 12 }, (_, i) =>
      aPost({ accountId: `a${i}`, kind: 'reply', parentAccountId: `a${i}` }),
    );
    expect(suggested({ posts: threads })['T0049.005']).toBeUndefined();
  });

  it('see accounts in no registry pass on posts of listed ones, and say that this is no attribution', () => {
    expect(suggested({ posts: many(10, { kind: 'repost', parentAccountId: '42' }) })['T0118']).toContain(
      'passing on is not attribution',
    );
    expect(suggested({ posts: many(10, { kind: 'repost', parentAccountId: 'nobody' }) })['T0118']).toBeUndefined();
    expect(suggested({ posts: many(9, { kind: 'repost', parentAccountId: '42' }) })['T0118']).toBeUndefined();
  });

  it('see official accounts by their kind, and leave public-service media alone', () => {
    expect(
      Object.keys(suggested({ posts: [aPost({ accountId: '42' }), aPost({ accountId: '43' })] })).filter(
        (id) => !id.startsWith('T00'),
      ),
    ).toEqual(['T0143.001']);
    expect(suggested({ posts: [aPost({ accountId: '43' })] })['T0097.111']).toBe('1 of them is listed as diplomat');
    expect(suggested({ posts: [aPost({ accountId: '42' })] })['T0097.202']).toBe('1 of them is listed as state media');
    expect(suggested({ posts: [aPost({ accountId: '44' })] })['T0143.001']).toBeUndefined();
  });

  it('see the same tag elsewhere, not on the campaign’s own platform', () => {
    expect(suggested({ elsewhere: [{ platform: 'bluesky', posts: 5, accounts: 3 }] })['T0119.002']).toContain(
      'Bluesky (5 posts by 3 accounts)',
    );
    expect(suggested({ elsewhere: [{ platform: 'x', posts: 5, accounts: 3 }] })['T0119.002']).toBeUndefined();
  });
});
