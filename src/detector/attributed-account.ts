/**
 * Finds a listed account that posts much more than it usually does, or that turns to one topic. Nothing is compared but
 * the account with itself; the registry says that it is listed, and nothing here decides it.
 */
import { z } from 'zod';
import { entryKinds } from '../registry/registry.ts';
import { testTopicShare } from './attributed-finding.ts';
import { createAttributedDetector } from './attributed-watch.ts';
import { countWindow } from './burst-bucket.ts';
import { accountReason } from './burst-words.ts';
import type { Detector } from './detector.ts';

export const AttributedAccountSettings = z.object({
  /** As for groups: bursts of listed accounts need no other evidence to be told (design: levels). */
  openAt: z.number().positive().default(0.2),
  /** Posts an account must have in a window before its volume is told. */
  minPosts: z.int().min(1).default(20),
  /** Posts on a topic in a window before they are told. */
  minTopicPosts: z.int().min(2).default(8),
  /** Hours without an unusual one after which an episode closes. */
  closeAfterHours: z.int().min(1).default(24),
  /** Kinds of entries that are watched; public-service media are listed but not state-controlled. */
  kinds: z.array(z.enum(entryKinds)).default(entryKinds.filter((kind) => kind !== 'public-service-media')),
});
export type AttributedAccountSettings = z.infer<typeof AttributedAccountSettings>;

export function createAttributedAccountDetector(settings: AttributedAccountSettings): Detector {
  const { openAt, minPosts, minTopicPosts, closeAfterHours, kinds } = settings;
  return createAttributedDetector({
    name: 'attributed-account',
    keyKind: 'account',
    openAt,
    minPosts,
    closeAfterHours,
    memberOf: ({ platform, accountId, handle, createdAt }, registry) => {
      const entry = registry.findAccount({ platform, accountId, handle }, createdAt)?.entry;
      return entry !== undefined && kinds.includes(entry.kind) ? accountId : undefined;
    },
    isEnough: (topic, hour, hours) => countWindow(topic.buckets, hour, hours).posts >= minTopicPosts,
    testTopic: testTopicShare,
    reason: (_account, topic, episode) => accountReason(topic, episode),
  });
}
