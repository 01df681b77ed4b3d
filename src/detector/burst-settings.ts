/** What the burst detector opens, keeps and forgets; `detect.hashtag` in the configuration. */
import { z } from 'zod';
import type { BurstKind } from './burst-objects.ts';

const Tighten = z.number().min(1).default(1);

/**
 * What is opened is looked at, and only what the evidence bears out is told: so a lane opens far more than it may tell.
 * New tags are of all sizes by chance alone (their sizes have a heavy tail), and a tag that is taken over has a crowd of its
 * own: strict thresholds would never look at either.
 */
const OpenAt = z.object({
  level: z.number().positive().default(20),
  new: z.number().positive().default(20),
  drip: z.number().positive().default(1),
});

export const HashtagBurstSettings = z.object({
  /** An episode opens when chance alone would bring so many like it a day, or fewer: one number, or one for each lane. */
  openAt: z
    .union([OpenAt, z.number().positive()])
    .transform((value) => (typeof value === 'number' ? { level: value, new: value, drip: value } : value))
    .prefault({}),
  /** Posts a key must have in 24 hours; in four days for a slow drip. */
  minPosts: z.int().min(1).default(12),
  /** Distinct accounts a key must have in 24 hours: one account alone is no campaign. */
  minAccounts: z.int().min(1).default(3),
  /** Hours without an unusual one after which an episode closes. */
  closeAfterHours: z.int().min(1).default(24),
  /** Days of silence after which a key is forgotten; it is new when it is used again. */
  forgetAfterDays: z.int().min(5).default(90),
  /** Keys kept at most; beyond, those silent longest are forgotten once a day. */
  maxKeys: z.int().min(1000).default(1_000_000),
  /** Active keys of a platform beyond which not all are kept, but of each kind the most used ones. */
  firehoseKeys: z.int().min(1000).default(200_000),
  firehoseCandidates: z.int().min(100).default(50_000),
  /** Tags that are one campaign under several spellings, in normal form, by a name for them; a post counts once. */
  families: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)).default({}),
  /** How far a busier platform raises what is expected of each key: 0 not at all, 1 in proportion. */
  volumeExponent: z.number().min(0).max(1).default(0.75),
  /** Raises the expected false alerts of a lane at least so much; the nightly self-check may raise them further. */
  tighten: z.object({ level: Tighten, new: Tighten, drip: Tighten }).prefault({}),
});
export type HashtagBurstSettings = z.infer<typeof HashtagBurstSettings>;

/** Tags are what campaigns agree on; each other kind of key opens a part of the day's number only. */
export const openShare: Readonly<Record<BurstKind, number>> = { tag: 1, family: 1, text: 0.25, link: 0.25, host: 0.25 };
