/**
 * Finds groups of listed accounts (state media, diplomats … of one state) that post much more than they usually do, or
 * that come together on one topic. The registry says who is listed; nothing here decides it.
 */
import { z } from 'zod';
import { entryKinds } from '../registry/registry.ts';
import { testTopic } from './attributed-finding.ts';
import { accountsIn } from './attributed-group.ts';
import { createAttributedDetector } from './attributed-watch.ts';
import { attributedReason } from './burst-words.ts';
import type { Detector } from './detector.ts';

export const AttributedBurstSettings = z.object({
  /**
   * An episode opens when chance alone would bring so many like it a day, or fewer. Lower than for tags: bursts of listed
   * accounts need no other evidence to be told (design: levels).
   */
  openAt: z.number().positive().default(0.2),
  /** Listed accounts that must come together on a topic. */
  minAccounts: z.int().min(2).default(3),
  /** Posts a group must have in a window before its volume is told. */
  minPosts: z.int().min(1).default(20),
  /** Hours without an unusual one after which an episode closes. */
  closeAfterHours: z.int().min(1).default(24),
  /** Kinds of entries that are watched; public-service media are listed but not state-controlled. */
  kinds: z.array(z.enum(entryKinds)).default(entryKinds.filter((kind) => kind !== 'public-service-media')),
});
export type AttributedBurstSettings = z.infer<typeof AttributedBurstSettings>;

export function createAttributedBurstDetector(settings: AttributedBurstSettings): Detector {
  const { openAt, minPosts, minAccounts, closeAfterHours, kinds } = settings;
  return createAttributedDetector({
    name: 'attributed-burst',
    keyKind: 'group',
    openAt,
    minPosts,
    closeAfterHours,
    memberOf: ({ platform, accountId, handle, createdAt }, registry) => {
      const entry = registry.findAccount({ platform, accountId, handle }, createdAt)?.entry;
      return entry !== undefined && kinds.includes(entry.kind) ? `${entry.state} ${entry.kind}` : undefined;
    },
    isEnough: (topic, hour, hours) => accountsIn(topic, hour, hours).size >= minAccounts,
    testTopic,
    reason: attributedReason,
  });
}
