import { describe, expect, it } from 'vitest';
import { families, type Indicator } from '../../src/campaign/campaign.ts';
import { ledgerOf } from '../../src/campaign/ledger.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { consoleText } from '../../src/chat/console/console-text.ts';
import { renderConsole } from '../../src/chat/console/render.ts';
import { renderDiscord } from '../../src/chat/discord/render.ts';
import { renderSlack } from '../../src/chat/slack/render.ts';
import { shareOf } from '../../src/measure/share.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { whyMessage } from '../../src/message/why-message.ts';
import { aCampaign, anAssessment, anIndicator } from '../builders.ts';

const now = new Date('2026-03-02T14:00:00Z');
const copies = anIndicator({
  share: shareOf(60, 250),
  measured: 0.24,
  reference: 0.05,
  strongAt: 0.35,
  strength: 0.75,
  weight: 1.2,
});
const cluster = anIndicator({
  name: 'biggest-copy-cluster',
  share: undefined,
  value: 54,
  measured: 54,
  reference: 3,
  strongAt: 20,
  strength: 1,
  weight: 1.8,
  sentence: '9 texts used by three or more accounts; the most used one by 54 accounts',
});
const synchrony = anIndicator({
  name: 'synchrony',
  family: 'timing',
  share: undefined,
  weight: 0.5,
  strength: 0.5,
  measured: 4,
  reference: 2,
  strongAt: 6,
  sentence: '40 of 60 copies came within 60 s of another one (12 expected when their times are shifted)',
});
const news = anIndicator({
  name: 'news-match',
  part: 'innocent',
  family: 'against',
  share: undefined,
  value: 9,
  strongAt: undefined,
  strength: 1,
  weight: -1.2,
  sentence: 'news: a matching burst, 9 articles on 4 hosts of 58 (±2 h, usually 0)',
});
const giveaway = anIndicator({
  name: 'giveaway',
  part: 'innocent',
  family: 'against',
  share: undefined,
  strongAt: undefined,
  strength: 0,
  weight: 0,
  sentence: 'giveaway: no',
});
const listed = anIndicator({
  name: 'attributed-top',
  part: 'attributed',
  family: 'provenance',
  share: undefined,
  strongAt: undefined,
  weight: 0,
  sentence: 'they wrote 6 of the 20 most interactive posts (likes + reposts)',
  source: 'registry 2026-03-01',
});
const unknown = anIndicator({
  name: 'creation-week',
  family: 'accounts',
  known: false,
  weight: 0,
  sentence: 'creation dates: known of 3 of 214 accounts',
});
const indicators = [copies, cluster, synchrony, news, giveaway, listed, unknown];

function assessmentOf(given: readonly Indicator[]) {
  const ledger = ledgerOf({ prior: 0.02, indicators: given });
  return anAssessment({
    indicators: given,
    coordination: ledger.score,
    families: Object.fromEntries(ledger.families.map(({ family, capped }) => [family, capped])),
    level: 'S3',
    why: [
      'coordination score 0.11 is below 0.3',
      `for (+1.8): ${cluster.sentence}`,
      `against (−1.2): ${news.sentence}`,
    ],
    notKnown: [unknown.sentence],
    rulesVersion: 'v4',
  });
}

const campaign = aCampaign({
  assessment: {
    ...assessmentOf(indicators),
    concern: { class: 'news', sentence: 'looks like news: a matching burst in 4 feeds' },
  },
  notes: ['one link was shared by more than 100,000 accounts and counted in part'],
  alsoOn: [{ campaignId: 'example-bluesky-20260302', platform: 'bluesky', since: new Date('2026-03-02T10:00:00Z') }],
});

const golden = `Why #example · X is S3
coordination score 0.11 is below 0.3

Level          S2 is the highest level so far; the newest look gives S3

Score          prior 0.020: −3.89
               content +2.50 (2 terms, +3.00 before the cap of 2.5)
               timing +0.50 (1 term)
               against −1.20 (1 term)
               sum −2.09 → score 0.11: very unlikely, confidence moderate (ICD 203)
               not calibrated: these rules were not fitted to verdicts

For            +1.80 content · biggest copy cluster: 9 texts used by three or more accounts; the most used one by 54 accounts [100 % of +1.80: 54, counts from 3, strong at 20]
               +1.20 content · copy share: 120 of 250 texts are near-identical [75 % of +1.60: 0.24, counts from 0.05, strong at 0.35]
               +0.50 timing · synchrony: 40 of 60 copies came within 60 s of another one (12 expected when their times are shifted) [50 % of +1.00: 4, counts from 2, strong at 6]

Against        −1.20 against · news match: news: a matching burst, 9 articles on 4 hosts of 58 (±2 h, usually 0) [100 % of −1.20]
               0.00 against · giveaway: giveaway: no

Weighs nothing attributed top: they wrote 6 of the 20 most interactive posts (likes + reposts) · registry 2026-03-01

Not known      creation dates: known of 3 of 214 accounts

Burst          usually 0-3 accounts in 6 h, now 214; by chance less than once in 1,000 years
               one link was shared by more than 100,000 accounts and counted in part
               the same topic bursts on Bluesky since 2026-03-02 10:00 UTC (example-bluesky-20260302); not part of the chance
               looks like news: a matching burst in 4 feeds

Rules          v4: stated guesses, not fitted to verdicts
example-x-20260302 · rules v4 · registry 2026-03-01 · TLP:AMBER`;

describe('whyMessage', () => {
  it('prints the whole account, the same in the console', () => {
    const message = whyMessage(campaign, { mark: 'TLP:AMBER', now });

    expect(plainText(message)).toBe(golden);
    expect(consoleText(renderConsole(message))).toBe(plainText(message));
  });

  it('sums up: prior, families after their caps, score', () => {
    const lines = whyMessage(campaign, { mark: 'TLP:AMBER', now }).sections.find(
      ({ label }) => label === 'Score',
    )?.lines;

    expect(lines).toEqual([
      'prior 0.020: −3.89',
      'content +2.50 (2 terms, +3.00 before the cap of 2.5)',
      'timing +0.50 (1 term)',
      'against −1.20 (1 term)',
      'sum −2.09 → score 0.11: very unlikely, confidence moderate (ICD 203)',
      'not calibrated: these rules were not fitted to verdicts',
    ]);
  });

  it('says what the limits over all families took', () => {
    const assessment = { ...assessmentOf([copies, cluster]), prior: 0.1 };
    const lines = whyMessage(aCampaign({ assessment }), { mark: 'TLP:AMBER', now }).sections.find(
      ({ label }) => label === 'Score',
    )?.lines;

    // 2.5 nats of one family would go from 10 % to 57 %: it stops at 20 %.
    expect(lines).toContain('limit over all families −1.69');
    expect(lines?.some((line) => line.includes('score 0.20'))).toBe(true);
  });

  it('shows both sides, the one that found nothing too', () => {
    const nobody = aCampaign({ assessment: anAssessment({ indicators: [giveaway], families: {}, why: [] }) });
    const section = (label: string) =>
      whyMessage(nobody, { mark: 'TLP:AMBER', now }).sections.find((one) => one.label === label)?.lines;

    expect(section('For')).toEqual(['nothing']);
    expect(section('Against')).toEqual(['0.00 against · giveaway: giveaway: no']);
    expect(section('Not known')).toEqual(['nothing that was looked for is missing']);
  });

  it('names what the level is and was, the fit behind the rules, and the score that was kept under other rules', () => {
    const fit = {
      week: '2026-W10',
      at: now,
      adopted: true,
      rules: { ...startRules, version: 'v4+2026-W10' },
      labels: 62,
      confirmed: 20,
      weeks: 9,
      reason: 'better',
    };
    const earlier = { ...assessmentOf(indicators), coordination: 0.42, calibrated: 0.31, rulesVersion: 'v4+2026-W10' };
    const text = plainText(
      whyMessage(aCampaign({ level: 'S2', assessment: earlier }), { fit, mark: 'TLP:AMBER', now }),
    );

    expect(text).toContain('Why #example · X is S3');
    expect(text).toContain('S2 is the highest level so far; the newest look gives S3');
    expect(text).toContain('kept with the score 0.42');
    expect(text).toContain('calibrated: 0.31 of such scores were confirmed');
    expect(text).toContain('v4+2026-W10, fitted 14:00 UTC to 62 judged bursts, 20 of them campaigns');
  });

  it('has no score for bursts of attributed accounts, only their rule', () => {
    const message = whyMessage(
      aCampaign({
        kind: 'attributed-burst',
        keyKind: 'group',
        key: 'CN diplomat',
        assessment: anAssessment({ indicators: [listed], why: ['5 listed accounts act together'] }),
      }),
      { mark: 'TLP:AMBER', now },
    );

    expect(message.lead).toEqual(['5 listed accounts act together']);
    expect(message.sections.find(({ label }) => label === 'Score')?.lines).toEqual([
      'none: bursts of attributed accounts are judged by their own rule',
    ]);
  });

  it('stays within the limits of Slack and Discord with thirty terms, and counts what is left out', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      anIndicator({
        ...copies,
        name: `indicator-number-${i}`,
        family: families[i % families.length] ?? 'content',
        weight: i % families.length === 6 ? -0.3 : 0.3,
        sentence: `${i + 1} of 1,000 <accounts> *did* the same_thing within 60 s of another one, ${'which is said at length '.repeat(6)}`,
      }),
    );
    const message = whyMessage(aCampaign({ assessment: assessmentOf(many) }), { mark: 'TLP:AMBER', now });

    const { blocks } = renderSlack(message);
    const [embed] = renderDiscord(message).embeds;
    const fields = embed?.fields ?? [];
    const total = [
      embed?.title,
      embed?.description,
      embed?.footer?.text,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ]
      .map((text) => text?.length ?? 0)
      .reduce((sum, length) => sum + length, 0);

    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
    expect(total).toBeLessThanOrEqual(6_000);
    expect(fields.length).toBeLessThanOrEqual(25);
    for (const { value } of fields) expect(value.length).toBeLessThanOrEqual(1_024);
    for (const text of [JSON.stringify(blocks), JSON.stringify(embed)]) {
      expect(text).toMatch(/… \d+ lines more under For/);
      for (const label of ['Score', 'For', 'Against', 'Not known', 'Burst', 'Rules']) expect(text).toContain(label);
    }
  });

  it('never uses a word that is no measurement', () => {
    expect(plainText(whyMessage(campaign, { mark: 'TLP:AMBER', now }))).not.toMatch(
      /\b(bots?|trolls?|inauthentic|disinformation|fake)\b/i,
    );
  });
});
