import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignAction } from '../../src/alert/alert.ts';
import { shareOf } from '../../src/measure/share.ts';
import { alertMessage, growthMessage } from '../../src/message/alert-message.ts';
import { readPress } from '../../src/message/buttons.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { aCampaign, anAssessment, anIndicator } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const context = { actions: [], gaps: [], mark: 'TLP:AMBER', now };

const attributed = anIndicator({
  name: 'attributed-accounts',
  part: 'attributed',
  family: 'provenance',
  share: shareOf(9, 214),
  sentence: '9 of 214 accounts (4.2 %, 95 % 2.2-7.8) are in the registry',
  source: 'registry 2026-03-01',
});

describe('alertMessage', () => {
  it('says in the first line what, where, how sure in allowed words and since when', () => {
    const campaign = aCampaign({ assessment: anAssessment({ indicators: [attributed, anIndicator()] }) });

    expect(alertMessage(campaign, context).title).toBe(
      '● S2  #example · X · signs of coordination, lifted by attributed accounts [since 09:00 UTC · open]',
    );
  });

  it('shows the four parts and what is not known, always and in this order', () => {
    const empty = aCampaign({ assessment: anAssessment({ indicators: [], notKnown: ['follower numbers'] }) });
    const { sections } = alertMessage(empty, { ...context, gaps: ['x not read 10:05-10:20'] });

    expect(sections.map(({ label }) => label).slice(0, 5)).toEqual([
      'Attributed',
      'Coordinated',
      'Later gone',
      'Innocent?',
      'Not known',
    ]);
    expect(sections.slice(0, 5).every(({ lines }) => lines.length > 0)).toBe(true);
    expect(sections[4]?.lines).toEqual(['follower numbers · x not read 10:05-10:20']);
  });

  it('gives the plain numbers in the second line', () => {
    expect(alertMessage(aCampaign(), context).lead).toEqual([
      'Usually 0-3 accounts in 6 h; at the peak 214 accounts in 6 h; so far 214 accounts, 412 posts in 3 h. By chance less than once in 1,000 years.',
    ]);
  });

  it('labels the sample', () => {
    expect(alertMessage(aCampaign({ platform: 'sample' }), context).lead[1]).toMatch(/invented/);
  });

  it('keeps the state when the key is long', () => {
    const ack: CampaignAction = { campaignId: 'x', kind: 'ack', by: 'Mira', at: now };
    const { title } = alertMessage(aCampaign({ key: 'k'.repeat(300) }), { ...context, actions: [ack] });

    expect(title).toMatch(/\[since 09:00 UTC · open · acked by Mira\]$/);
    expect(title).toHaveLength(150);
  });

  it('leaves out an addition that does not fit rather than half of it', () => {
    const campaign = aCampaign({
      platform: 'sample',
      key: 'stopexamplerumors',
      firstAt: new Date('2026-02-27T09:00:00Z'),
      state: 'ended',
      endedAt: new Date('2026-02-28T14:00:00Z'),
      assessment: anAssessment({ indicators: [attributed, anIndicator()] }),
    });

    expect(alertMessage(campaign, context).title).toBe(
      '● S2  #stopexamplerumors · sample platform · signs of coordination [since 2026-02-27 09:00 UTC · ended 2026-02-28 14:00 UTC]',
    );
  });

  it('dates the end unless it is the day of the start, however much later it is read', () => {
    const ended = (endedAt: string): string =>
      alertMessage(aCampaign({ state: 'ended', endedAt: new Date(endedAt) }), {
        ...context,
        now: new Date('2026-03-05T20:00:00Z'),
      }).title;

    expect(ended('2026-03-05T14:00:00Z')).toMatch(/\[since 2026-03-02 09:00 UTC · ended 2026-03-05 14:00 UTC\]$/);
    expect(ended('2026-03-02T14:00:00Z')).toMatch(/\[since 2026-03-02 09:00 UTC · ended 14:00 UTC\]$/);
  });

  it('says a reason once: weights are named, sentences are not repeated', () => {
    const copies = anIndicator({ name: 'copy-share', weight: 1.6, sentence: 'copy share 0.98' });
    const crowd = anIndicator({ name: 'text-variety', part: 'innocent', family: 'against', weight: -0.4 });
    const assessment = anAssessment({
      indicators: [copies, crowd],
      why: ['coordination score 0.98 is at least 0.6', 'for (+1.6): copy share 0.98'],
    });

    const why = alertMessage(aCampaign({ assessment }), context).sections.find(({ label }) => label === 'Why');

    expect(why?.lines.slice(1)).toEqual([
      'coordination score 0.98 is at least 0.6',
      'strongest: copy share +1.6 · text variety −0.4',
    ]);
  });

  it('says the score in a word of probability, and apart from it how sure that is', () => {
    const assessment = anAssessment({ coordination: 0.93, families: { content: 2.5, timing: 1.4 }, notKnown: [] });

    const why = alertMessage(aCampaign({ assessment }), context).sections.find(({ label }) => label === 'Why');

    expect(why?.lines[0]).toMatch(/^Coordination 0\.93: very likely, confidence moderate \(ICD 203; prior 0\.02; /);
  });

  it('tells the highest level from what the newest look gives', () => {
    const campaign = aCampaign({ level: 'S1', assessment: anAssessment({ level: 'S2' }) });

    const why = alertMessage(campaign, context).sections.find(({ label }) => label === 'Why');

    expect(why?.lines).toContain('S1 is the highest level so far; the newest look gives S2');
  });

  it('lists as not known that the evidence is of fewer accounts than took part', () => {
    const campaign = aCampaign({
      accounts: 230,
      assessment: anAssessment({ indicators: [{ ...attributed, share: shareOf(3, 71) }], notKnown: [] }),
    });

    const { sections } = alertMessage(campaign, context);

    expect(sections.find(({ label }) => label === 'Not known')?.lines).toEqual([
      'evidence for 159 of 230 accounts: the newest look is at 71',
    ]);
  });

  it('shows who did what, and offers to take an ack back', () => {
    const actions: CampaignAction[] = [
      { campaignId: 'x', kind: 'ack', by: 'Mira', at: now },
      { campaignId: 'x', kind: 'verdict', by: 'Juri', at: now, verdict: 'organic' },
      { campaignId: 'x', kind: 'breakout', by: 'Juri', at: now, breakout: 4, reason: 'three papers' },
    ];
    const message = alertMessage(aCampaign(), { ...context, actions });

    expect(message.title).toContain('acked by Mira');
    expect(message.sections.at(-1)).toEqual({
      label: 'People',
      lines: [
        'acknowledged by Mira at 12:00 UTC',
        'verdict organic by Juri at 12:00 UTC',
        'breakout level 4 of 6 set by Juri at 12:00 UTC: three papers',
      ],
    });
    expect(message.buttons[0]?.action).toBe('unack');
  });

  it('has buttons that say what they are and fit Discord', () => {
    const campaign = aCampaign({ id: `${'ü'.repeat(40)}-sample-20260302` });

    for (const button of alertMessage(campaign, context).buttons) {
      expect(button.value.length).toBeLessThanOrEqual(100);
      expect(readPress(button.value)).toMatchObject({ action: button.action, campaignId: campaign.id });
    }
  });

  it('never uses a word that its numbers cannot carry', () => {
    const forbidden = /\b(bots?|trolls?|fake|inauthentic|disinformation|state-run)\b/i;
    const kinds = ['hashtag-campaign', 'attributed-burst', 'co-share'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom('narrow' as const, 'wide' as const),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (kind, shape, coordination) => {
          const campaign = aCampaign({ kind, shape, assessment: anAssessment({ coordination }) });
          return !forbidden.test(plainText(alertMessage(campaign, context)));
        },
      ),
    );
  });

  it('keeps its fallback short enough for a notification, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 5000 }), (key) => {
        const message = alertMessage(aCampaign({ key }), context);
        return Array.from(message.fallback).length <= 300 && Array.from(message.title).length <= 150;
      }),
    );
  });
});

describe('growthMessage', () => {
  it('tells from where to where', () => {
    const before = { at: now, posts: 412, accounts: 214, coordination: 0.93, level: 'S2' as const };
    const note = {
      at: new Date('2026-03-02T13:00:00Z'),
      posts: 900,
      accounts: 391,
      coordination: 0.95,
      level: 'S1' as const,
    };
    const campaign = aCampaign({ openedAt: now });

    expect(growthMessage(campaign, note, before, 'TLP:AMBER').title).toBe(
      '+1 h: 214 → 391 accounts, 900 posts, score 0.93 → 0.95 · level S2 → S1',
    );
  });
});

describe('readPress', () => {
  it('knows nothing that no button carries', () => {
    expect(readPress('ack:example-x-20260302:1:')).toMatchObject({ action: 'ack', version: 1 });
    expect(readPress('verdict:example-x-20260302:1:nonsense')).toBeUndefined();
    expect(readPress('drop:example:1:')).toBeUndefined();
    fc.assert(
      fc.property(
        fc.string(),
        (text) => readPress(text) === undefined || /^(ack|unack|snooze|verdict|evidence|export):/.test(text),
      ),
    );
  });
});
