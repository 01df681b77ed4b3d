/** A set built to the counts of ASPI's brief 62/2022: what a study must print is known. */
import type { Post } from '../../../src/post/post.ts';
import { listed, manyPosts } from './listed.ts';

/** Posts like those of the two counts of ASPI: 241 of the top 400 attributed on facebook, 55 of the top 1,000 on x. */
export function aspiSet(): readonly Post[] {
  const facebook = manyPosts(600, (index) => ({
    platform: 'facebook',
    accountId: index < 400 && index < 241 ? `state${index % 7}` : `user${index}`,
    // The last 200 have fewer interactions than any before them, and all of them are in no registry.
    likes: index < 400 ? 1_000 + ((index * 37) % 400) : 10,
    reposts: 5,
  }));
  const x = manyPosts(1_400, (index) => ({
    accountId: index < 55 ? `diplomat${index % 5}` : `person${index}`,
    likes: index < 1_000 ? 500 + ((index * 13) % 1_000) : 3,
    reposts: 2,
    status: index < 100 ? (index >= 60 ? 'suspended' : 'active') : index < 1_000 ? 'active' : undefined,
    statusCheckedAt: new Date('2026-04-01T00:00:00Z'),
  }));
  // Reposts carry the counters of what they repeat: ranking them would fill the top with attributed posts.
  const reposts = manyPosts(300, (index) => ({
    accountId: `diplomat${index % 5}`,
    kind: 'repost',
    parentId: 'elsewhere',
    likes: 90_000,
    reposts: 90_000,
  }));
  return [...reposts, ...facebook, ...x];
}

export const aspiRegistry = listed({
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((one) => [`state${one}`, { kind: 'state-media', state: 'CN' }])),
  ...Object.fromEntries([0, 1, 2, 3, 4].map((one) => [`diplomat${one}`, { kind: 'diplomat', state: 'CN' }])),
} as const);
