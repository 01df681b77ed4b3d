/** Builders fill in what a test is not about. */
import type { Assessment, Campaign, Indicator } from '../src/campaign/campaign.ts';
import type { Detection } from '../src/detector/detector.ts';
import { shareOf } from '../src/measure/share.ts';
import type { Post } from '../src/post/post.ts';
import type { RegistryEntry } from '../src/registry/registry.ts';

let counter = 0;

export function aPost(given: Partial<Post> = {}): Post {
  counter += 1;
  return {
    platform: 'x',
    id: `p${counter}`,
    accountId: `a${counter}`,
    createdAt: new Date('2026-03-02T12:00:00Z'),
    seenAt: new Date('2026-03-02T12:00:05Z'),
    text: '',
    kind: 'original',
    tags: [],
    links: [],
    ...given,
  };
}

export function aDetection(given: Partial<Detection> = {}): Detection {
  return {
    kind: 'hashtag-burst',
    platform: 'x',
    keyKind: 'tag',
    key: 'example',
    episode: 'hashtag-burst|x|example|2026-03-02T09:00:00.000Z',
    at: new Date('2026-03-02T12:00:00Z'),
    from: new Date('2026-03-02T09:00:00Z'),
    to: new Date('2026-03-02T11:59:00Z'),
    open: true,
    posts: 412,
    accounts: 214,
    effectiveAccounts: 180,
    shape: 'wide',
    usual: { hours: 6, low: 0, high: 3, observed: 214, unit: 'accounts' },
    logP: -30,
    expectedFalsePerDay: 1e-6,
    tags: ['example'],
    links: [],
    accountIds: [],
    reason: 'usually 0-3 accounts in 6 h, now 214',
    ...given,
  };
}

export function anIndicator(given: Partial<Indicator> = {}): Indicator {
  return {
    name: 'copy-share',
    part: 'coordinated',
    family: 'content',
    known: true,
    share: shareOf(120, 250),
    strongAt: 0.35,
    weight: 1.6,
    sentence: '120 of 250 texts are near-identical',
    ...given,
  };
}

export function anAssessment(given: Partial<Assessment> = {}): Assessment {
  return {
    level: 'S2',
    coordination: 0.9,
    prior: 0.02,
    families: { content: 2.5 },
    indicators: [anIndicator()],
    why: ['near-identical text'],
    notKnown: [],
    rulesVersion: 'v1',
    registryVersion: '2026-03-01',
    ...given,
  };
}

export function aCampaign(given: Partial<Campaign> = {}): Campaign {
  return {
    id: 'example-x-20260302',
    kind: 'hashtag-campaign',
    platform: 'x',
    keyKind: 'tag',
    key: 'example',
    tags: ['example'],
    links: [],
    state: 'open',
    firstAt: new Date('2026-03-02T09:00:00Z'),
    lastAt: new Date('2026-03-02T12:00:00Z'),
    openedAt: new Date('2026-03-02T10:00:00Z'),
    posts: 412,
    accounts: 214,
    shape: 'wide',
    level: 'S2',
    assessment: anAssessment(),
    reason: 'usually 0-3 accounts in 6 h, now 214',
    usual: { hours: 6, low: 0, high: 3, observed: 214, unit: 'accounts' },
    expectedFalsePerDay: 1e-6,
    episodes: ['hashtag-burst|x|example|2026-03-02T09:00:00.000Z'],
    accountIds: [],
    growth: [],
    version: 1,
    ...given,
  };
}

export function anEntry(given: Partial<RegistryEntry> = {}): RegistryEntry {
  return {
    id: 'xx-example-daily',
    name: 'Example Daily',
    kind: 'state-media',
    state: 'XX',
    publicRole: true,
    accounts: [{ platform: 'x', handle: 'ExampleDaily', nativeId: '42' }],
    hosts: ['daily.example'],
    evidence: [{ type: 'registry', source: 'Example List 2026-01', date: new Date('2026-01-01') }],
    confidence: 'high',
    status: 'active',
    ...given,
  };
}
