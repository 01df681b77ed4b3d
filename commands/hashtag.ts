/** `/hashtag TAG [days]`: how much, by how many, since when, with which links and tags; and its campaigns. */
import { z } from 'zod';
import { type Command, UserError } from '../src/chat/command.ts';
import { totalOf } from '../src/measure/platform-counts.ts';
import { clock, count, counted } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { campaignLine } from '../src/message/digest-message.ts';
import { defang, platformName } from '../src/message/wording.ts';
import { normalTag } from '../src/post/normal-form.ts';
import { dayMs } from '../src/post/post.ts';
import { shownLink } from '../src/post/shown-link.ts';
import type { TagActivity } from '../src/store/store.ts';
import type { CommandDeps } from './deps.ts';

const HashtagArgs = z.object({
  tag: z.string().min(1),
  days: z.coerce.number().int().min(1).max(3650).optional(),
});

/** Newest days shown; the whole series belongs to a page. */
const daysShown = 10;

export function hashtagCommand({ store, registry, mark }: CommandDeps): Command {
  return {
    name: 'hashtag',
    summary: 'What is known of a hashtag: volume, accounts, links, campaigns',
    arguments: [
      { name: 'tag', summary: 'the hashtag, with or without #', required: true },
      { name: 'days', summary: 'only the last so many days (default: everything stored)', required: false },
    ],
    schema: HashtagArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/hashtag #StopExampleRumors', '/hashtag #StopExampleRumors 7'],
    complete: async (argument, typed) =>
      argument === 'tag' ? store.lookups.tagsStartingWith(normalTag(typed), 25) : [],
    run: async (_asker, args, now) => {
      const { tag: typed, days } = HashtagArgs.parse(args);
      const tag = normalTag(typed);
      if (tag === '') throw new UserError('Which hashtag? For example: /hashtag #StopExampleRumors');
      const span = days === undefined ? {} : { from: new Date(now.getTime() - days * dayMs), to: now };
      const activity = await store.lookups.tagActivity(tag, span);
      if (activity === undefined) throw new UserError(await unknownTag(tag, days, store));
      const campaigns = await store.campaigns.search(tag, 5);
      const counts = await countLines(tag, now, store);
      const gaps = await store.posts.gapsIn({ from: activity.first, to: activity.last });
      return {
        visibility: 'channel',
        message: answerMessage({
          title: `#${tag}: ${counted(activity.posts, 'post')} by ${counted(activity.accounts, 'account')}`,
          lead: [leadOf(activity, days)],
          sections: [
            { label: 'Days (UTC)', lines: dayLines(activity) },
            { label: 'Counted by platforms', lines: counts },
            {
              label: 'Links',
              lines: linkLines(activity),
            },
            {
              label: 'With tags',
              lines: [
                activity.coTags
                  .slice(0, 8)
                  .map((other) => `#${other.tag} ${count(other.posts)}`)
                  .join(' · '),
              ].filter((line) => line !== ''),
            },
            {
              label: 'Campaigns',
              lines: campaigns.length > 0 ? campaigns.map((campaign) => campaignLine(campaign, now)) : ['none'],
            },
            {
              label: 'Coverage',
              lines: [
                gaps.length === 0 ? 'no gap recorded in this time' : `${counted(gaps.length, 'gap')} in this time`,
              ],
            },
          ],
          footer: [`registry ${(await registry()).version}`, mark],
        }),
      };
    },
  };
}

function leadOf({ first, last, platforms }: TagActivity, days: number | undefined): string {
  const where = platforms.map(({ platform, posts }) => `${platformName(platform)} ${count(posts)}`).join(' · ');
  const scope = days === undefined ? 'Everything stored' : `Last ${counted(days, 'day')}`;
  return `${scope}: first ${clock(first)}, last ${clock(last)}. ${where}`;
}

function dayLines({ days }: TagActivity): readonly string[] {
  const busiest = days.reduce(
    (most, day) => (day.posts > most.posts ? day : most),
    days[0] ?? { day: '', posts: 0, accounts: 0 },
  );
  const lines = days
    .slice(-daysShown)
    .map(({ day, posts, accounts }) => `${day} · ${counted(posts, 'post')} by ${counted(accounts, 'account')}`);
  const earlier = days.length - daysShown;
  return earlier > 0
    ? [
        `busiest ${busiest.day} · ${counted(busiest.posts, 'post')} by ${counted(busiest.accounts, 'account')} · ${counted(earlier, 'earlier day')} not shown`,
        ...lines,
      ]
    : lines;
}

function linkLines({ topLinks }: TagActivity): readonly string[] {
  return topLinks
    .slice(0, 5)
    .map(
      ({ link, posts, accounts }) =>
        `${defang(shownLink(link))} · ${counted(posts, 'post')} by ${counted(accounts, 'account')}`,
    );
}

/** X, Mastodon servers and news services count posts that were not read; of those nothing else is known. */
const countedOn = ['x', 'mastodon', 'news'];
const countedDays = 7;

async function countLines(tag: string, now: Date, { sources }: CommandDeps['store']): Promise<readonly string[]> {
  const span = { from: new Date(now.getTime() - countedDays * dayMs), to: now };
  const parts: string[] = [];
  for (const platform of countedOn) {
    const found = await sources.countsOf({ platform, keys: [tag], ...span });
    const what = platform === 'news' ? 'article' : 'post';
    if (found.length > 0) parts.push(`${platformName(platform)} ${counted(totalOf(found), what)}`);
  }
  return parts.length === 0 ? [] : [`last ${countedDays} days: ${parts.join(' · ')}`];
}

async function unknownTag(tag: string, days: number | undefined, store: CommandDeps['store']): Promise<string> {
  const stored = days === undefined ? undefined : await store.lookups.tagActivity(tag, {});
  if (stored !== undefined) {
    return `#${tag} was not seen in the last ${counted(days ?? 0, 'day')}; its newest post is of ${clock(stored.last)}. All ${counted(stored.posts, 'post')}: /hashtag #${tag}`;
  }
  const scope = days === undefined ? '' : ` in the last ${counted(days, 'day')}`;
  const near = await store.lookups.nearestTags(tag, 3);
  const offer = near.map((other) => `#${other.tag} (${counted(other.posts, 'post')})`).join(', ');
  return `No tag #${tag} seen${scope}.${offer === '' ? '' : ` Did you mean ${offer}?`}`;
}
