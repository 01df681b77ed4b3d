import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/measure/share.ts';
import { dayMs, hourMs, minuteMs } from '../../src/post/post.ts';
import { aCampaign, anAssessment } from '../builders.ts';
import { noRegistry } from '../detector/a-stream.ts';
import { goalsOf, regressionsOf } from './goals.ts';
import { measureWorld } from './measure-world.ts';
import { summaryLines } from './print-summary.ts';
import type { Simulation, Truth } from './simulation.ts';
import { type Summary, summarize } from './summarize.ts';
import type { Told, Watched } from './watch-world.ts';

const start = new Date('2026-03-02T09:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

function aTruth(given: Partial<Truth> = {}): Truth {
  return {
    id: 'e1',
    kind: 'a-many-thin',
    wanted: 'campaign',
    platform: 'x',
    from: start,
    to: after(6 * hourMs),
    tags: ['example'],
    links: [],
    accountIds: ['a1', 'a2', 'a3', 'a4'],
    tenthAccountAt: after(20 * minuteMs),
    size: 9,
    ...given,
  };
}

function told(given: Partial<Told['campaign']> = {}, reached: Told['reached'] = {}, score = 0.8): Told {
  const assessment = { ...anAssessment(), coordination: score };
  const campaign = {
    ...aCampaign(),
    firstAt: start,
    lastAt: after(5 * hourMs),
    level: 'S2' as const,
    ...given,
    assessment,
  };
  return { campaign, reached, assessment, lanes: ['new'], accountIds: campaign.accountIds };
}

function watched(alerts: readonly Told[], truth: readonly Truth[]): Watched {
  const simulation: Simulation = {
    seed: 1,
    parameters: 'test',
    from: start,
    to: after(10 * dayMs),
    posts: [],
    fates: [],
    gaps: [],
    registry: noRegistry,
    watchedTags: [],
    news: [],
    events: [],
    truth,
  };
  return { simulation, told: alerts, detections: [], ticks: 1, tickMs: 10 * minuteMs };
}

describe('the measures of a watched world', () => {
  it('say what became of a campaign: level, delay from its first post and from its tenth account, accounts named', () => {
    const alert = told(
      { tags: ['example'], accountIds: ['a1', 'a2', 'b9'] },
      { S3: after(30 * minuteMs), S2: after(35 * minuteMs) },
    );

    const [outcome] = measureWorld(watched([alert], [aTruth()])).outcomes;

    expect(outcome).toMatchObject({ level: 'S2', minutesToDigest: 30, minutesToChannel: 35, ticksFromTenth: 2 });
    expect(outcome?.listed).toEqual(shareOf(2, 4));
  });

  it('count an alert about nothing, and one about an innocent event, as false, and name the event', () => {
    const match = aTruth({ id: 'm', kind: 'match', wanted: 'innocent', tags: ['goal'], accountIds: [] });
    const alerts = [
      told({ id: 'one', key: 'goal', tags: ['goal'], accountIds: [] }),
      told({ id: 'two', key: 'other', tags: ['other'], accountIds: [], level: 'S3' }),
      told({ id: 'three', key: 'quiet', tags: ['quiet'], accountIds: [], level: 'S4' }),
    ];

    const measures = measureWorld(watched(alerts, [aTruth(), match]));

    expect(measures.falseAlerts.map(({ id, about, level }) => [id, about, level])).toEqual([
      ['one', 'match', 'S2'],
      ['two', undefined, 'S3'],
    ]);
    expect(measures.outcomes.map(({ level }) => level)).toEqual([undefined, 'S2']);
    expect(summarize([measures]).falsePerDay).toEqual({ S1: 0, S2: 0.1, S3: 0.1, S4: 0 });
  });

  it('do not take an alert of another time or platform for a find', () => {
    const late = told({ tags: ['example'], firstAt: after(3 * dayMs), lastAt: after(4 * dayMs), accountIds: [] });
    const elsewhere = told({ platform: 'bluesky', tags: ['example'], accountIds: [] });

    expect(measureWorld(watched([late, elsewhere], [aTruth()])).outcomes[0]?.level).toBeUndefined();
  });

  it('find a network of the campaign by its accounts where it shares no tag', () => {
    const network = told({
      keyKind: 'network',
      key: 'a1',
      tags: [],
      links: [],
      accountIds: ['a1', 'a2', 'a3', 'a4', 'x'],
    });

    expect(measureWorld(watched([network], [aTruth()])).outcomes[0]?.level).toBe('S2');
  });

  it('rank the alerts of a day by level and score', () => {
    const first = told({ id: '1', tags: ['example'] }, { S2: after(hourMs) }, 0.7);
    const wrong = Array.from({ length: 6 }, (_, i) =>
      told({ id: `w${i}`, key: `w${i}`, tags: [], accountIds: [] }, { S2: after(hourMs) }, 0.9),
    );

    const { ranked } = measureWorld(watched([first, ...wrong], [aTruth()]));

    expect(ranked).toEqual({ at5: { n: 0, of: 5 }, at20: { n: 1, of: 7 } });
  });
});

describe('the summary of several worlds', () => {
  const found = measureWorld(
    watched([told({ tags: ['example'] }, { S2: after(30 * minuteMs), S3: after(20 * minuteMs) })], [aTruth()]),
  );
  const missed = measureWorld(watched([], [aTruth({ id: 'e2' })]));

  it('gives each kind its share with its interval, and medians over what was found', () => {
    const [row] = summarize([found, missed]).campaigns;

    expect(row).toMatchObject({
      kind: 'a-many-thin',
      events: 2,
      channel: { n: 1, of: 2 },
      ticksFromTenth: 1,
      minutesToDigest: 20,
    });
    expect(row?.channel.low).toBeGreaterThan(0);
  });

  it('calibrates scores in five bins and compares with the base rate', () => {
    const { calibration } = summarize([found, missed]);

    expect(calibration.bins[4]).toMatchObject({ confirmed: { n: 1, of: 1 } });
    expect(calibration.brier).toBeCloseTo(0.04, 12);
    expect(calibration.brierOfBaseRate).toBe(0);
  });

  it('tells a goal that is met from one that is not, and from one that no world can say', () => {
    const goals = new Map(goalsOf(summarize([found, missed])).map((goal) => [goal.name, goal]));

    expect(goals.get('a-many-thin: in a channel')).toMatchObject({ reached: 0.5, isMet: false });
    expect(goals.get('c-trend-alert: in a channel')).toMatchObject({ reached: undefined, isMet: true });
    expect(goals.get('false S1 alerts a day')).toMatchObject({ reached: 0, isMet: true });
  });

  it('prints a line for each kind and each goal', () => {
    const text = summaryLines('test', summarize([found, missed])).join('\n');

    expect(text).toContain('| a-many-thin');
    expect(text).toContain('1 of 2 (50 %');
  });
});

describe('the comparison with the accepted run', () => {
  const many = (n: number, of: number): Summary => {
    const base = summarize([measureWorld(watched([], [aTruth()]))]);
    const row = base.campaigns[0];
    if (row === undefined) throw new Error('a world with a campaign has a row');
    return { ...base, campaigns: [{ ...row, events: of, channel: shareOf(n, of), digest: shareOf(n, of) }] };
  };

  it('sees a share that has fallen by more than chance, and not one within it', () => {
    expect(regressionsOf(many(40, 40), many(20, 40))).toEqual(
      expect.arrayContaining([expect.stringContaining('a-many-thin: channel 50 %, accepted 100 %')]),
    );
    expect(regressionsOf(many(36, 40), many(35, 40))).toEqual([]);
  });

  it('sees false alerts that are more than chance allows, a kind that is missing, and a goal that is lost', () => {
    const before = many(40, 40);
    const noisy = { ...before, falsePerDay: { ...before.falsePerDay, S2: 3 } };

    expect(regressionsOf(before, noisy)).toEqual([
      'false S2 a day: 3.00, accepted 0.00',
      'false S2 alerts a day: goal was met and is not',
    ]);
    expect(regressionsOf(before, { ...before, campaigns: [] })).toEqual(['a-many-thin: is not in the latest run']);
  });
});
