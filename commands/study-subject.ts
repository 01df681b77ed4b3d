/** Stored posts of a campaign → the table that the measures read. */
import type { Campaign } from '../src/campaign/campaign.ts';
import { keyOf } from '../src/campaign/subject.ts';
import { languageOf } from '../src/measure/language.ts';
import { createTable } from '../src/measure/table/build-table.ts';
import type { PostTable } from '../src/measure/table/post-table.ts';
import type { Post } from '../src/post/post.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { KeyQuestion } from '../src/store/store.ts';
import type { CommandDeps } from './deps.ts';

/** Posts read at most, the newest: the answer must come while somebody waits. */
export const mostPosts = 20_000;

/** What the posts of a campaign are found by; a span is still to be added. */
export function questionAbout(campaign: Campaign): Omit<KeyQuestion, 'from' | 'to'> {
  return { ...keyOf(campaign), limit: mostPosts };
}

export async function tableFor(
  posts: readonly Post[],
  registry: Registry,
  { stance }: Pick<CommandDeps, 'stance'>,
): Promise<PostTable> {
  const stances = await stance?.classify(posts.map(({ text, lang }) => ({ text, lang: languageOf(lang, text).lang })));
  const builder = createTable({ registry, stanceBy: stance?.name });
  for (const [index, post] of posts.entries()) builder.add(post, stances?.[index]);
  return builder.build();
}
