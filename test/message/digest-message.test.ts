import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/measure/share.ts';
import { campaignLine, type Digest, digestMessage } from '../../src/message/digest-message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { aCampaign, anAssessment, anIndicator } from '../builders.ts';

const at = new Date('2026-11-24T07:00:00Z');
const quiet: Digest = {
  at,
  zone: 'Europe/Berlin',
  lateMs: 0,
  campaigns: [],
  unacknowledged: [],
  wideBursts: [],
  attributed: [],
  languages: [],
  posts: 1204,
  platforms: ['bluesky', 'x'],
  sources: [],
  gaps: 3,
  registryVersion: '2026-11-20',
  rulesVersion: 'v1',
  mark: 'TLP:AMBER',
  sample: false,
};

describe('digestMessage', () => {
  it('names the local day, the zone and the hour', () => {
    expect(digestMessage(quiet).title).toBe('Daily digest · Tue 24 Nov 2026 · Europe/Berlin · 24 h to 08:00');
  });

  it('says a quiet day in two lines', () => {
    const message = digestMessage({
      ...quiet,
      attributed: [{ group: 'CN state-media', posts: 412, usual: { low: 380, high: 520, days: 14 } }],
    });

    expect(message.lead).toEqual(['Nothing above the digest line. 1,204 posts, 2 platforms, 3 gaps.']);
    expect(message.sections).toEqual([
      { label: 'Attributed', lines: ['CN state media 412 posts (usual 380-520 over 14 days)'] },
    ]);
  });

  it('counts new, growing, ended and what nobody acknowledged', () => {
    const fresh = aCampaign({ id: 'a', openedAt: new Date('2026-11-24T01:00:00Z') });
    const old = aCampaign({ id: 'b', openedAt: new Date('2026-11-22T01:00:00Z') });
    const ended = aCampaign({ id: 'c', state: 'ended', endedAt: at });
    const message = digestMessage({ ...quiet, campaigns: [fresh, old, ended], unacknowledged: [old] });

    expect(message.lead[0]).toBe(
      'New 1 · growing 1 · ended 1 · open and unacknowledged 1 (since 2026-11-22 01:00 UTC)',
    );
    expect(plainText(message)).toContain('1. ● S2 #example · X · 214 accounts');
  });

  it('says both sides of a stance and what is left open, with a denominator, and the week before', () => {
    const languages = [
      { lang: 'zh', posts: 212, stances: { unclassified: 50, positive: 100, neutral: 12, negative: 50 } },
      { lang: 'und', posts: 88, stances: { unclassified: 88, positive: 0, neutral: 0, negative: 0 } },
    ];
    const day = { ...quiet, campaigns: [aCampaign()], languages, influence: shareOf(7, 100) };

    const told = plainText(
      digestMessage({ ...day, stanceBy: 'xinjiang-policy 1 (lexicon)', influenceBefore: shareOf(4, 100) }),
    );
    const bare = plainText(digestMessage(day));

    expect(told).toContain(
      'zh 212 · und 88 · stance (xinjiang-policy 1 (lexicon)): positive 100, neutral 12, negative 50, unclassified 138 of 300 (46 %, 95 % 40-52)',
    );
    expect(told).toContain('7 of 100 (7.0 %, 95 % 3.4-13.7), a week before 4 of 100');
    const silent = { lang: 'en', posts: 1204, stances: { unclassified: 1204, positive: 0, neutral: 0, negative: 0 } };
    const none = plainText(digestMessage({ ...day, languages: [silent], stanceBy: 'xinjiang-policy 1 (lexicon)' }));
    expect(none).toContain('en 1,204 · stance (xinjiang-policy 1 (lexicon)): none of 1,204 posts classified');
    expect(bare).not.toContain('stance');
    expect(bare).not.toContain('week before');
  });

  it('gives each campaign the facts of its kind', () => {
    const copies = anIndicator({ name: 'copy-share', share: shareOf(42, 42) });
    const sharing = anIndicator({ name: 'co-sharing', share: shareOf(0, 42) });
    const line = (given: Parameters<typeof aCampaign>[0]): string => campaignLine(aCampaign(given), at);

    expect(line({ assessment: anAssessment({ indicators: [sharing, copies] }) })).toBe(
      '● S2 #example · X · 214 accounts, near-identical text 1.00 [open]',
    );
    expect(line({ assessment: anAssessment({ indicators: [{ ...sharing, share: shareOf(21, 42) }, copies] }) })).toBe(
      '● S2 #example · X · 214 accounts, coordinated 50 % [open]',
    );
    expect(line({ kind: 'attributed-burst', keyKind: 'group', key: 'CN diplomat', accounts: 5, posts: 58 })).toBe(
      '● S2 CN diplomats · X · 5 listed accounts, 58 posts [open]',
    );
  });

  it('says when it is late', () => {
    expect(digestMessage({ ...quiet, lateMs: 2 * 3_600_000 }).title).toContain('late by 2 h (restart)');
  });

  it('marks what is above and below the usual', () => {
    const usual = { low: 20, high: 45, days: 14 };
    const lines = digestMessage({
      ...quiet,
      attributed: [
        { group: 'CN government', posts: 66, usual },
        { group: 'RU government', posts: 2, usual },
        { group: 'IR government', posts: 2 },
      ],
    }).sections[0]?.lines;

    expect(lines).toEqual([
      'CN government 66 posts (usual 20-45 over 14 days) ↑',
      'RU government 2 posts (usual 20-45 over 14 days) ↓',
      'IR government 2 posts (usual not known yet)',
    ]);
  });
});
