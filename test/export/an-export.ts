/** A campaign with posts of listed, unlisted and gone accounts on one platform, and the model of it. */
import type { Campaign } from '../../src/campaign/campaign.ts';
import { type Confirmed, type DescribeOptions, describeCampaign } from '../../src/export/describe-campaign.ts';
import type { ExportModel } from '../../src/export/model.ts';
import { shareOf } from '../../src/measure/share.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { Registry, RegistryEntry } from '../../src/registry/registry.ts';
import { aCampaign, anAssessment, anEntry, anIndicator, aPost } from '../builders.ts';

export const daily: RegistryEntry = anEntry({
  admiralty: 'B2',
  typology: 'SC',
  evidence: [
    {
      type: 'registry',
      source: 'Example List 2026-01',
      url: 'https://list.example/2026',
      date: new Date('2026-01-01'),
      archiveUrl: 'https://archive.example/1',
      retrievedAt: new Date('2026-01-05T10:00:00Z'),
      contentHash: 'ab'.repeat(32),
      quote: 'the words of the source',
    },
  ],
});
/** Matched, and never named. */
const person: RegistryEntry = anEntry({
  id: 'xx-person',
  name: 'Private Person',
  kind: 'proxy-reported',
  publicRole: false,
  accounts: [{ platform: 'x', handle: 'SecretHandle', nativeId: '777' }],
  hosts: [],
});

export const registry: Registry = createRegistry({ version: '2026-03-01', entries: [daily, person] });

export const campaign: Campaign = aCampaign({
  tags: ['example'],
  links: ['daily.example/a', 'x.com/privateperson/status/1'],
  assessment: anAssessment({
    indicators: [
      anIndicator(),
      anIndicator({
        name: 'noise-tails',
        share: shareOf(3, 120),
        weight: 0.2,
        sentence: '3 of 120 texts end in a tail',
      }),
      anIndicator({
        name: 'attributed-accounts',
        part: 'attributed',
        family: 'provenance',
        share: shareOf(1, 214),
        weight: 0.3,
        sentence: '1 of 214 accounts is in the registry',
        source: 'registry 2026-03-01',
      }),
      anIndicator({
        name: 'suspended-accounts',
        part: 'gone',
        known: false,
        share: undefined,
        weight: 0,
        sentence: 'whether accounts were suspended',
      }),
    ],
    notKnown: ['whether accounts were suspended'],
  }),
});

/** The words of an account that is in no registry: they must be nowhere in what leaves. */
export const words = 'words-of-a-private-person';
export const handle = 'private_person_handle';

export const posts: readonly Post[] = [
  aPost({
    id: '100',
    accountId: '42',
    handle: 'ExampleDaily',
    text: 'Official words',
    tags: ['example'],
    links: ['daily.example/a'],
    likes: 5,
  }),
  aPost({
    id: '101',
    accountId: '900',
    handle,
    text: words,
    tags: ['example'],
    links: ['daily.example/a', 'x.com/privateperson/status/1'],
  }),
  aPost({ id: '102', accountId: '901', handle: `${handle}2`, text: words, tags: ['example'] }),
  aPost({ id: '103', accountId: '777', handle: 'SecretHandle', text: words, tags: ['example'] }),
  aPost({ id: '104', accountId: '902', text: words, deletedAt: new Date('2026-03-03T00:00:00Z'), tags: ['example'] }),
  aPost({ id: '105', accountId: '903', text: words, status: 'protected', tags: ['example'] }),
  aPost({
    id: '106',
    accountId: '904',
    handle: `${handle}3`,
    kind: 'repost',
    parentId: '100',
    parentAccountId: '42',
    tags: ['example'],
  }),
];

export function aModel(
  given: {
    readonly campaign?: Campaign;
    readonly posts?: readonly Post[];
    readonly registry?: Registry;
    readonly confirmed?: Partial<Confirmed>;
    readonly options?: Partial<DescribeOptions>;
  } = {},
): ExportModel {
  return describeCampaign(
    given.campaign ?? campaign,
    given.posts ?? posts,
    given.registry ?? registry,
    { techniques: [], namings: [], actions: [], ...given.confirmed },
    { mark: 'TLP:AMBER', secret: 'secret', gaps: [], elsewhere: [], suggested: false, named: false, ...given.options },
  );
}

export const confirmedTechnique = {
  campaignId: campaign.id,
  technique: 'disarm:1.6:T0084.001',
  decision: 'confirmed',
  by: 'slack:U1',
  byName: 'Ana Lyst',
  at: new Date('2026-03-02T13:00:00Z'),
} as const;

export const naming = {
  id: 'naming-1',
  campaignId: campaign.id,
  platform: 'x',
  accountId: '900',
  reason: 'sells the accounts by its own word',
  requestedBy: 'slack:U1',
  requestedByName: 'Ana Lyst',
  requestedAt: new Date('2026-03-02T13:00:00Z'),
} as const;
