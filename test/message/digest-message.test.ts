import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/measure/share.ts';
import { readPress } from '../../src/message/buttons.ts';
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

describe('what a digest says of its own judgement', () => {
  const empty = { confirmed: shareOf(0, 0) };
  const learning: NonNullable<Digest['learning']> = {
    audit: [
      { campaign: aCampaign({ id: 'low-a', key: 'lowa', level: 'S4' }), version: 3, probability: 5 / 312 },
      { campaign: aCampaign({ id: 'low-b', key: 'lowb', level: 'S4' }), version: 1, probability: 5 / 312 },
    ],
    reliability: {
      labels: 62,
      cannotSay: 4,
      bins: [
        { low: 0, high: 0.2, predicted: 0.08, confirmed: shareOf(1, 20) },
        { low: 0.2, high: 0.4, ...empty },
        { low: 0.4, high: 0.6, ...empty },
        { low: 0.6, high: 0.8, predicted: 0.71, confirmed: shareOf(12, 20) },
        { low: 0.8, high: 1, predicted: 0.93, confirmed: shareOf(19, 22) },
      ],
      audited: shareOf(1, 15),
      score: { brier: 0.1124, logLoss: 0.35 },
      baseRateOnly: { brier: 0.2, logLoss: 0.6 },
    },
    fit: {
      week: '2026-W48',
      at,
      adopted: false,
      rules: { version: 'v4', prior: 0.02, weights: {} },
      labels: 62,
      confirmed: 32,
      weeks: 6,
      reason: 'rules v4 stay: because',
    },
  };

  it('asks for verdicts on the audit sample, by letter', () => {
    const message = digestMessage({ ...quiet, learning });

    expect(message.sections.find(({ label }) => label === 'Audit sample')?.lines).toEqual([
      '2 bursts below the digest line, drawn at random: please judge, so that what is missed can be counted',
      'a: · S4 #lowa · X · 214 accounts, near-identical text 0.48 [open] · one in 62 was drawn',
      'b: · S4 #lowb · X · 214 accounts, near-identical text 0.48 [open] · one in 62 was drawn',
    ]);
    expect(message.buttons.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'a: campaign verdict:low-a:3:campaign',
      'a: harmless verdict:low-a:3:coordinated-but-harmless',
      'a: organic verdict:low-a:3:organic',
      "a: can't say verdict:low-a:3:cannot-say",
      'b: campaign verdict:low-b:1:campaign',
      'b: harmless verdict:low-b:1:coordinated-but-harmless',
      'b: organic verdict:low-b:1:organic',
      "b: can't say verdict:low-b:1:cannot-say",
    ]);
    for (const { value } of message.buttons) expect(readPress(value)?.action).toBe('verdict');
  });

  it('sets what was predicted beside what was confirmed, with intervals, and the errors beside the base rate', () => {
    const sections = digestMessage({ ...quiet, learning }).sections;

    expect(sections.find(({ label }) => label === 'Scores')?.lines).toEqual([
      'predicted and confirmed, 62 judged bursts; 4 more without a majority',
      '0-20 %: predicted 8.0 %, confirmed 1 of 20 (5.0 %, 95 % 0.9-23.6)',
      '20-40 %: none judged',
      '40-60 %: none judged',
      '60-80 %: predicted 71 %, confirmed 12 of 20 (60 %, 95 % 39-78)',
      '80-100 %: predicted 93 %, confirmed 19 of 22 (86 %, 95 % 67-95)',
      'mean error over all bursts: Brier 0.112, base rate only 0.200 · log loss 0.350, base rate only 0.600',
      'called campaigns among audited bursts: 1 of 15 (6.7 %, 95 % 1.2-29.8)',
    ]);
    expect(sections.find(({ label }) => label === 'Rules')?.lines).toEqual(['week W48: rules v4 stay: because']);
  });

  it('says nothing of scores before a verdict, and nothing at all on other days', () => {
    const reliability = { ...learning.reliability, labels: 0 };
    const labels = (digest: Digest) => digestMessage(digest).sections.map(({ label }) => label);

    expect(labels({ ...quiet, learning: { audit: [], reliability } })).toEqual(['Attributed']);
    expect(labels(quiet)).toEqual(['Attributed']);
    expect(digestMessage(quiet).buttons).toEqual([]);
  });

  it('tells which thresholds the nightly self-check tightened', () => {
    const selfCheck = [
      { lane: 'level', factor: 6.25, observed: 84, nominal: 12.04 },
      { lane: 'new', factor: 12, observed: 1200, nominal: 100 },
    ] as const;

    expect(digestMessage({ ...quiet, selfCheck }).sections.at(-1)).toEqual({
      label: 'Self-check',
      lines: [
        'established keys: hours without an alert looked rare too often (84, chance gives 12); the threshold is 6.3 times as strict',
        'new keys: hours without an alert looked rare too often (1,200, chance gives 100); the threshold is 12 times as strict',
      ],
    });
    expect(digestMessage({ ...quiet, selfCheck: [] }).sections.map(({ label }) => label)).not.toContain('Self-check');
  });
});
