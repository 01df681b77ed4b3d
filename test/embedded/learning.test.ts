/** From a pressed verdict to next week's rules, and back to people in Monday's digest, over a real store. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandDeps } from '../../commands/deps.ts';
import { press } from '../../commands/press.ts';
import { whyCommand } from '../../commands/why.ts';
import { type DigestDeps, makeDigest } from '../../jobs/make-digest.ts';
import { createRefit, currentRules } from '../../jobs/refit.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import type { Asker } from '../../src/chat/command.ts';
import { renderDiscord } from '../../src/chat/discord/render.ts';
import { renderSlack } from '../../src/chat/slack/render.ts';
import { digestMessage } from '../../src/message/digest-message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aCampaign, anAssessment, anIndicator } from '../builders.ts';
import { labelsOf } from '../campaign/labels.ts';
import { freshDatabase } from './database.ts';

const monday = new Date('2026-03-09T06:00:00Z');
const signal = new AbortController().signal;
const ana: Asker = { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'Ana' };
const registry = createRegistry({ version: '2026-03-01', entries: [] });

let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

async function keep(campaigns: readonly Campaign[]): Promise<void> {
  const progress = await database.store.detect.progress();
  await database.store.detect.keepTick({
    at: monday,
    mark: `${Number(progress?.mark ?? 0) + 1}`,
    changes: [],
    detections: [],
    campaigns,
  });
}

function commandDeps(): CommandDeps {
  return {
    store: database.store,
    registry: async () => registry,
    digest: () => Promise.reject(new Error('not asked')),
    status: () => Promise.reject(new Error('not asked')),
    families: {},
    secret: 's',
    mark: 'TLP:AMBER',
    isAdmin: () => false,
  };
}

async function pressed(value: string, asker = ana, at = monday): Promise<string> {
  const editions = { apply: () => Promise.reject(new Error()), dismiss: () => Promise.reject(new Error()) };
  const answer = await press({ asker, value, ref: 'r' }, at, { ...commandDeps(), snoozeHours: 4, editions });
  return answer.message.title;
}

function digestDeps(): DigestDeps {
  const { store } = database;
  return {
    readInOrder: (span) => store.posts.readInOrder(span, undefined, 100),
    campaignsIn: (span) => store.campaigns.list({ span }),
    actionsOf: (ids) => store.campaigns.actionsOf(ids),
    gapsIn: (span) => store.posts.gapsIn(span),
    sourceStates: () => store.posts.sourceStates(),
    registry,
    remembered: { get: (key) => store.settings.get(key), set: (key, value) => store.settings.set(key, value) },
    learning: store,
    rulesVersion: 'v6',
    mark: 'TLP:AMBER',
  };
}

const digestAt = (at: Date) => makeDigest({ at, zone: 'UTC', lateMs: 0, minLevel: 'S3' }, digestDeps());

describe('a verdict button', () => {
  it('keeps the verdict with the evidence that was judged, beside the action and its record', async () => {
    const indicators = [
      anIndicator({ strength: 0.7, measured: 0.3 }),
      anIndicator({ name: 'gone', family: 'after', strength: 1 }),
    ];
    await keep([aCampaign({ version: 4, assessment: anAssessment({ indicators, coordination: 0.71 }) })]);

    expect(await pressed('verdict:example-x-20260302:3:organic')).toBe('Your verdict on #example is kept: organic.');

    expect(await database.store.labels.all()).toEqual([
      {
        campaignId: 'example-x-20260302',
        kind: 'hashtag-campaign',
        version: 4,
        openedAt: new Date('2026-03-02T10:00:00Z'),
        by: 'slack:U1',
        byName: 'Ana',
        at: monday,
        verdict: 'organic',
        predicted: 0.71,
        rulesVersion: 'v1',
        evidence: [{ name: 'copy-share', family: 'content', strength: 0.7, measured: 0.3 }],
        selection: 'sent',
        probability: 1,
      },
    ]);
    expect(await database.store.campaigns.actionsOf(['example-x-20260302'])).toHaveLength(1);
    expect((await database.store.audit.latest(1))[0]).toMatchObject({
      action: 'verdict',
      details: { verdict: 'organic', selection: 'sent', version: 3, done: true },
    });
  });

  it('is the only one that leaves a label, whatever else a button carries', async () => {
    await keep([aCampaign()]);

    await pressed('ack:example-x-20260302:1:campaign');

    expect(await database.store.labels.all()).toEqual([]);
  });
});

describe("Monday's digest", () => {
  const low = (id: string): Campaign =>
    aCampaign({
      id,
      key: id,
      level: 'S4',
      openedAt: new Date('2026-03-05T00:00:00Z'),
      firstAt: new Date('2026-03-05T00:00:00Z'),
    });

  it('shows five bursts that were not sent with buttons, the same in every channel, and takes their verdicts', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `low-${i}`);
    await keep(ids.map(low));

    const first = await digestAt(monday);
    await keep([{ ...low('low-99'), version: 2 }]);
    const second = await digestAt(new Date(monday.getTime() + 3_600_000));
    const { buttons } = digestMessage(first);

    expect(first.learning?.audit.map(({ probability }) => probability)).toEqual([0.25, 0.25, 0.25, 0.25, 0.25]);
    expect(second.learning?.audit).toEqual(first.learning?.audit);
    expect(buttons).toHaveLength(20);
    for (const { value } of buttons.slice(0, 2)) await pressed(value, { ...ana, user: value });
    const labels = await database.store.labels.all();
    expect(labels.map(({ selection, probability }) => [selection, probability])).toEqual([
      ['audit', 0.25],
      ['audit', 0.25],
    ]);
    expect(new Set(labels.map(({ campaignId }) => campaignId)).size).toBe(1);
  });

  it('fits both chats with all buttons', async () => {
    await keep(Array.from({ length: 9 }, (_, i) => low(`a-rather-long-name-of-a-campaign-on-some-platform-${i}`)));

    const message = digestMessage(await digestAt(monday));
    const discord = renderDiscord(message);
    const slack = renderSlack(message);

    expect(discord.components.map(({ components }) => components.length)).toEqual([5, 5, 5, 5]);
    expect(slack.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))).toHaveLength(20);
  });

  it('is silent about all this on other days', async () => {
    await keep([low('low-1')]);

    const tuesday = await digestAt(new Date(monday.getTime() + 24 * 3_600_000));

    expect(tuesday.learning).toBeUndefined();
    expect(digestMessage(tuesday).buttons).toEqual([]);
  });
});

describe('the refit job', () => {
  const truth = {
    prior: 0.02,
    weights: { ...startRules.weights, 'copy-share': 2.4, synchrony: 2.4, 'co-sharing': 0.2, 'news-match': -0.2 },
  };
  const refit = (at: Date) =>
    createRefit({ store: database.store, start: startRules, now: () => at }).run({ at }, signal);

  async function keepLabels(count: number): Promise<void> {
    const labels = labelsOf(truth, { count, weeks: 8, seed: 11, present: 1 });
    await keep(labels.map(({ campaignId, openedAt }) => aCampaign({ id: campaignId, openedAt })));
    for (const label of labels) await database.store.labels.keep(label);
  }

  it('makes new rules from labels, once a week from Monday 05:00 on, and leaves a record', async () => {
    await keepLabels(200);

    const first = await refit(monday);
    const again = await refit(new Date('2026-03-15T23:00:00Z'));
    const tooEarly = await refit(new Date('2026-03-16T04:59:00Z'));
    const next = await refit(new Date('2026-03-16T05:00:00Z'));

    expect(first).toEqual({ fitted: true, adopted: true, labels: 200, rules: 'v6+2026-W11' });
    expect([again, tooEarly]).toEqual([{ fitted: false }, { fitted: false }]);
    // Nothing that opened since was judged.
    expect(next).toMatchObject({ fitted: true, adopted: false, rules: 'v6+2026-W11' });
    const rules = await currentRules(database.store.labels, startRules);
    expect(rules).toMatchObject({ version: 'v6+2026-W11', calibration: { method: 'isotonic' } });
    expect(rules.weights['co-sharing']).toBeLessThan(rules.weights['copy-share'] ?? 0);
    expect(rules.weights['suspended-accounts']).toBe(startRules.weights['suspended-accounts']);
    expect((await database.store.audit.latest(2)).map(({ action, subject }) => [action, subject])).toEqual([
      ['rules-kept', 'v6+2026-W11'],
      ['rules-fitted', 'v6+2026-W11'],
    ]);
  });

  it('says in the digest how scores held and what became of the rules, and /why names the fit', async () => {
    await keepLabels(200);
    await refit(monday);
    await keep([
      aCampaign({ id: 'judged-by-new', assessment: anAssessment({ rulesVersion: 'v6+2026-W11', calibrated: 0.5 }) }),
    ]);

    const told = plainText(digestMessage(await digestAt(monday)));
    const why = await whyCommand(commandDeps()).run(ana, { campaign: 'judged-by-new' }, monday);

    expect(told).toMatch(/predicted and confirmed, 200 judged bursts/);
    expect(told).toMatch(/0-20 %: predicted \d[\d.]* %, confirmed \d+ of \d+ \(/);
    expect(told).toMatch(/Brier 0\.\d{3}, base rate only 0\.\d{3} · log loss 0\.\d{3}, base rate only 0\.\d{3}/);
    expect(told).toMatch(/week W11: rules v6\+2026-W11 from now on: on weeks they have not seen/);
    expect(plainText(why.message)).toMatch(
      /v6\+2026-W11, fitted 06:00 UTC to 200 judged bursts, \d+ of them campaigns/,
    );
  });

  it('keeps the start rules, and says so, while there are few labels', async () => {
    expect(await refit(monday)).toEqual({ fitted: true, adopted: false, labels: 0, rules: 'v6' });
    expect(await currentRules(database.store.labels, startRules)).toBe(startRules);
    expect(plainText(digestMessage(await digestAt(monday)))).toContain(
      'week W11: weights are fitted from 50 judged bursts on; there are 0',
    );
  });
});
