/** Documents kept as JSON, read back with their dates: one schema per shape, checked against the shape key by key. */
import { z } from 'zod';
import { type AlsoOn, type Campaign, families, levels, parts } from '../campaign/campaign.ts';
import { type Concern, concernClasses } from '../campaign/concern.ts';
import { keyKinds } from '../detector/detector.ts';
import type { Share } from '../measure/share.ts';
import { type Button, buttonActions, type Message, type Section } from '../message/message.ts';

/** Requires a schema for every key of a shape, optional ones too: a key forgotten here would be lost when read. */
type Fields<Shape> = { readonly [Key in keyof Shape]-?: z.ZodType<Shape[Key]> };

function shape<Shape extends object>() {
  return <Given extends Fields<Shape> & z.ZodRawShape>(fields: Given) => z.object(fields);
}

const when = z.iso.datetime().transform((text) => new Date(text));

/** See `toDocument`. */
const real = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN']).transform(Number)]);

const texts = z.array(z.string());

const ShareJson = shape<Share>()({ n: real, of: real, value: real, low: real, high: real });

const IndicatorJson = shape<Campaign['assessment']['indicators'][number]>()({
  name: z.string(),
  part: z.enum(parts),
  family: z.enum(families),
  known: z.boolean(),
  share: ShareJson.optional(),
  value: real.optional(),
  measured: real.optional(),
  reference: real.optional(),
  strongAt: real.optional(),
  strength: real.optional(),
  weight: real,
  sentence: z.string(),
  source: z.string().optional(),
});

const AssessmentJson = shape<Campaign['assessment']>()({
  level: z.enum(levels),
  coordination: real,
  prior: real,
  calibrated: real.optional(),
  concern: shape<Concern>()({ class: z.enum(concernClasses), sentence: z.string() }).optional(),
  families: z.record(z.string(), real),
  indicators: z.array(IndicatorJson),
  why: texts,
  notKnown: texts,
  rulesVersion: z.string(),
  registryVersion: z.string(),
});

const GrowthJson = shape<Campaign['growth'][number]>()({
  at: when,
  posts: real,
  accounts: real,
  coordination: real,
  level: z.enum(levels),
  fell: z.literal(true).optional(),
  why: z.string().optional(),
});

const CampaignJson = shape<Campaign>()({
  id: z.string(),
  kind: z.enum(['hashtag-campaign', 'attributed-burst', 'co-share']),
  platform: z.string(),
  keyKind: z.enum(keyKinds),
  key: z.string(),
  tags: texts,
  links: texts,
  state: z.enum(['open', 'ended']),
  firstAt: when,
  lastAt: when,
  openedAt: when,
  endedAt: when.optional(),
  posts: real,
  accounts: real,
  shape: z.enum(['narrow', 'wide']),
  lane: z.enum(['level', 'new', 'drip', 'account', 'group', 'pairs']).optional(),
  notes: texts.optional(),
  alsoOn: z.array(shape<AlsoOn>()({ campaignId: z.string(), platform: z.string(), since: when })).optional(),
  level: z.enum(levels),
  assessment: AssessmentJson,
  reason: z.string(),
  usual: shape<Campaign['usual']>()({ hours: real, low: real, high: real, observed: real, unit: z.string() }),
  expectedFalsePerDay: real,
  episodes: texts,
  accountIds: texts,
  growth: z.array(GrowthJson),
  version: real,
});

const ButtonJson = shape<Button>()({
  action: z.enum(buttonActions),
  label: z.string(),
  value: z.string(),
  style: z.enum(['primary', 'danger']).optional(),
});

const MessageJson = shape<Message>()({
  kind: z.enum(['alert', 'growth', 'digest', 'answer', 'notice']),
  level: z.enum(levels).optional(),
  title: z.string(),
  lead: texts,
  sections: z.array(shape<Section>()({ label: z.string(), lines: texts })),
  footer: texts,
  buttons: z.array(ButtonJson),
  fallback: z.string(),
});

export function readCampaign(json: unknown): Campaign {
  return CampaignJson.parse(json);
}

export function readMessage(json: unknown): Message {
  return MessageJson.parse(json);
}
