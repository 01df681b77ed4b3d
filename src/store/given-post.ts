/** A post as it is sent to the database: cleaned, each value as its column takes it. */
import type { Post } from '../post/post.ts';

export interface GivenPost {
  /** Where `post_key` has it. */
  readonly digest: string;
  readonly platform: string;
  readonly id: string;
  readonly account_id: string;
  readonly created_at: Date;
  readonly claimed_at: Date | undefined;
  readonly seen_at: Date;
  readonly deleted_at: Date | undefined;
  readonly likes: number | undefined;
  readonly reposts: number | undefined;
  readonly replies: number | undefined;
  readonly quotes: number | undefined;
  readonly followers: number | undefined;
  readonly kind: Post['kind'];
  readonly parent_id: string | undefined;
  readonly parent_account_id: string | undefined;
  readonly handle: string | undefined;
  readonly lang: string | undefined;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly media: readonly string[] | undefined;
  readonly edit: number | undefined;
  readonly text: string;
  /** What it tells, as the table takes it, and a digest of that. */
  readonly told: string;
  readonly said: string;
}
