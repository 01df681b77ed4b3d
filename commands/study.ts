/**
 * `/study TAG|CAMPAIGN [days]`: every measure of the field's reports over the stored posts of a tag or campaign. What a
 * chat can show; tables, pictures and the rows behind each number come from `tocsin study`.
 */
import { z } from 'zod';
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Asker, type Command, UserError } from '../src/chat/command.ts';
import type { PostTable } from '../src/measure/table/post-table.ts';
import { count, counted, dateText } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { keyName, platformName } from '../src/message/wording.ts';
import { normalTag } from '../src/post/normal-form.ts';
import { dayMs, type Post, type Span } from '../src/post/post.ts';
import type { StoredGap } from '../src/store/store.ts';
import { cautions } from '../src/study/build-report.ts';
import { studyHeadlines } from '../src/study/headlines.ts';
import type { CommandDeps } from './deps.ts';
import { findCampaign } from './find-campaign.ts';
import { mostPosts, questionAbout, tableFor } from './study-subject.ts';

const StudyArgs = z.object({
  what: z.string().optional(),
  days: z.coerce.number().int().min(1).max(3650).optional(),
});

/** Shares of fewer than this are withheld (field study, minN). */
const minN = 50;

export function studyCommand(deps: CommandDeps): Command {
  return {
    name: 'study',
    summary: 'All measures over a hashtag or campaign: influence, copies, later suspended, both sides',
    arguments: [
      { name: 'what', summary: 'a hashtag with #, or a campaign; empty under an alert', required: false },
      { name: 'days', summary: 'only the last so many days (default: everything stored)', required: false },
    ],
    schema: StudyArgs,
    visibility: 'channel',
    slow: true,
    examples: ['/study #StopExampleRumors', '/study #StopExampleRumors 7'],
    complete: async (argument, typed) =>
      argument === 'what' ? deps.store.lookups.tagsStartingWith(normalTag(typed), 25) : [],
    run: async (asker, args, now) => {
      const { what = '', days } = StudyArgs.parse(args);
      const span = { from: days === undefined ? new Date(0) : new Date(now.getTime() - days * dayMs), to: now };
      const subject = await subjectOf(what.trim(), asker, deps);
      const posts = await postsOf(subject, span, deps.store);
      const [first] = posts;
      const last = posts.at(-1);
      if (first === undefined || last === undefined) throw new UserError(nothingSeen(subject.name, days));
      const seen = { from: first.createdAt, to: new Date(last.createdAt.getTime() + 1) };
      const registry = await deps.registry();
      const table = await tableFor(posts, registry, deps);
      const gaps = await deps.store.posts.gapsIn(seen);
      const tag = subject.tags.length > 0 ? subject.tags[0] : undefined;
      const sections = studyHeadlines({
        table,
        rows: undefined,
        registry,
        question: { query: subject.name, ...seen, top: {}, zones: [], minN, tag },
        gaps: [],
      });
      return {
        visibility: 'channel',
        message: answerMessage({
          title: `Study of ${subject.name}`,
          lead: [...leadOf(posts, table), ...cautions.slice(0, 1)],
          sections: [...sections, { label: 'Coverage', lines: coverageLines(posts, gaps) }],
          footer: [
            `registry ${registry.version}`,
            ...(table.stanceBy === undefined ? [] : [table.stanceBy]),
            deps.mark,
          ],
        }),
      };
    },
  };
}

interface StudySubject {
  readonly name: string;
  readonly tags: readonly string[];
  readonly campaign?: Campaign | undefined;
}

/** `#tag` is a tag; a bare word is a campaign if one has that id, else a tag; nothing is the alert asked under. */
async function subjectOf(what: string, asker: Asker, deps: CommandDeps): Promise<StudySubject> {
  const campaign = what === '' ? await findCampaign('', asker, deps) : await deps.store.campaigns.byId(what);
  if (campaign !== undefined) return { name: keyName(campaign), tags: campaign.tags, campaign };
  const tag = normalTag(what);
  if (tag === '') throw new UserError('Which hashtag or campaign? For example: /study #StopExampleRumors');
  const family = Object.entries(deps.families).find(([, tags]) => tags.includes(tag));
  return family === undefined
    ? { name: `#${tag}`, tags: [tag] }
    : { name: `#${tag} with its declared family ${family[0]}`, tags: [tag, ...family[1].filter((one) => one !== tag)] };
}

/** By time; a post with two tags of a family once. */
async function postsOf(
  { tags, campaign }: StudySubject,
  span: Span,
  { posts }: Pick<CommandDeps['store'], 'posts'>,
): Promise<readonly Post[]> {
  const questions =
    campaign === undefined
      ? tags.map((key) => ({ keyKind: 'tag' as const, key, limit: mostPosts }))
      : [questionAbout(campaign)];
  const found = new Map<string, Post>();
  for (const question of questions) {
    for (const post of await posts.postsOf({ ...question, ...span })) {
      found.set(`${post.platform}:${post.id}`, post);
    }
  }
  return [...found.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()).slice(-mostPosts);
}

function leadOf(posts: readonly Post[], table: PostTable): readonly string[] {
  const [first] = posts;
  const last = posts.at(-1);
  if (first === undefined || last === undefined) return [];
  const accounts = new Set(posts.map(({ platform, accountId }) => `${platform}:${accountId}`)).size;
  const reposts = posts.filter(({ kind }) => kind === 'repost').length;
  const platforms = table.platforms.map(platformName).join(', ');
  const cut = posts.length === mostPosts ? `; the newest ${count(mostPosts)} only` : '';
  return [
    `${counted(posts.length, 'post')}, ${counted(reposts, 'repost')} among them, by ${counted(accounts, 'account')} on ${platforms}, ${dateText(first.createdAt)} to ${dateText(last.createdAt)}${cut}`,
  ];
}

function coverageLines(posts: readonly Post[], gaps: readonly StoredGap[]): readonly string[] {
  return [
    gaps.length === 0 ? 'no gap recorded in this time' : `${counted(gaps.length, 'gap')} in this time`,
    `only posts with the key were read: what these accounts did before is not known here (${count(posts.length)} posts)`,
    'tables, pictures and the rows behind each number: tocsin study',
  ];
}

function nothingSeen(name: string, days: number | undefined): string {
  return `No post of ${name} is stored${days === undefined ? '' : ` for the last ${counted(days, 'day')}`}. See /hashtag for what is near.`;
}
