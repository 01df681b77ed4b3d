/** Sequences of tags: five and more tags in one order are hardly ever typed twice by chance. */
import { type Post } from '../../post/post.ts';
import { authorOf } from '../post-groups.ts';
import type { FeatureRowsBuilder } from './feature-rows.ts';

/**
 * `post`: the tags of one post in the order of appearance (Luceri et al.). `day`: all tags of an account's day, UTC, one
 * after the other (Pacheco et al.). `set`: the different tags of one post, whatever their order.
 */
type SequenceForm = 'post' | 'day' | 'set';

export interface SequenceOptions {
  /** `post` unless said. */
  readonly sequence?: SequenceForm | undefined;
  /** Shorter sequences are left out; 5 unless said, for a day five different ones. */
  readonly minTags?: number | undefined;
}

export const usualMinTags = 5;
/** Posts, and posts with tags, that a day needs (Pacheco et al.). */
const minPostsOfDay = 5;

/** @param posts in the order of time; reposts are left out, their tags are those of another */
export function addSequences(posts: readonly Post[], options: SequenceOptions, rows: FeatureRowsBuilder): void {
  const { sequence = 'post', minTags = usualMinTags } = options;
  const written = posts.filter(({ kind }) => kind !== 'repost');
  if (sequence === 'day') return addDays(written, minTags, rows);
  for (const post of written) {
    const feature = sequenceOf(post.tags, sequence, minTags);
    if (feature !== undefined) rows.add(authorOf(post), feature);
  }
}

/** The name of the sequence; undefined when it is too short. */
function sequenceOf(tags: readonly string[], form: 'post' | 'set', minTags: number): string | undefined {
  const counted = form === 'set' ? [...new Set(tags)].sort() : tags;
  return counted.length < minTags ? undefined : `tags:${counted.join(' ')}`;
}

interface Day {
  readonly account: string;
  readonly date: string;
  posts: number;
  tagged: number;
  readonly tags: string[];
}

function addDays(posts: readonly Post[], minTags: number, rows: FeatureRowsBuilder): void {
  const days = new Map<string, Day>();
  for (const post of posts) {
    const date = post.createdAt.toISOString().slice(0, 10);
    const account = authorOf(post);
    const key = `${date} ${account}`;
    const day = days.get(key) ?? { account, date, posts: 0, tagged: 0, tags: [] };
    days.set(key, day);
    day.posts++;
    if (post.tags.length > 0) day.tagged++;
    day.tags.push(...post.tags);
  }
  for (const { account, date, posts: count, tagged, tags } of days.values()) {
    if (count < minPostsOfDay || tagged < minPostsOfDay || new Set(tags).size < minTags) continue;
    rows.add(account, `tags of ${date}:${tags.join(' ')}`);
  }
}
