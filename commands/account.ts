/**
 * `/account HANDLE`: an attributed account in full; of anybody else only that Tocsin keeps no profile.
 *
 * The look-up of a person who is in no registry is answered to the asker alone and logged (rules of the field, 3).
 */
import { z } from 'zod';
import { type Answer, type Asker, type Command, UserError } from '../src/chat/command.ts';
import { count, counted, dateText, percent, shorten } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import type { Section } from '../src/message/message.ts';
import { defang, platformName } from '../src/message/wording.ts';
import { pseudonym } from '../src/post/normal-form.ts';
import { dayMs } from '../src/post/post.ts';
import { describeAttribution } from '../src/registry/describe-attribution.ts';
import type { Attribution, Registry } from '../src/registry/registry.ts';
import { shownName } from '../src/registry/shown-name.ts';
import type { AccountActivity } from '../src/store/store.ts';
import type { CommandDeps } from './deps.ts';

const AccountArgs = z.object({ handle: z.string().min(1), platform: z.string().optional() });

/** What the activity lines look back on. */
const activityDays = 30;
/** Findings listed with their address. */
const evidenceShown = 3;

export function accountCommand(deps: CommandDeps): Command {
  return {
    name: 'account',
    summary: 'What is known of an account: attribution with its source, activity, campaigns',
    arguments: [
      { name: 'handle', summary: 'handle (with or without @) or native id', required: true },
      {
        name: 'platform',
        summary: 'x, bluesky …; needed only when several platforms know the handle',
        required: false,
      },
    ],
    schema: AccountArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/account @ExampleDaily', '/account @ExampleDaily x'],
    complete: async (argument, typed) =>
      argument === 'handle' ? (await deps.registry()).nearestHandles(typed.replace(/^@/, ''), 25) : [],
    run: async (asker, args, now) => {
      const { handle: typed, platform } = AccountArgs.parse(args);
      const handle = typed.trim().replace(/^@+/, '');
      if (handle === '') throw new UserError('Which account? For example: /account @ExampleDaily');
      const registry = await deps.registry();
      const seen = (await deps.store.lookups.findAccounts(handle)).filter(
        (account) => platform === undefined || account.platform === platform.toLowerCase(),
      );
      const attributed = findAttribution(handle, platform, seen, registry, now);
      if (attributed !== undefined) return attributedAnswer(asker, handle, attributed, seen, registry, now, deps);
      if (seen.length === 0) throw new UserError(unknownHandle(handle, registry));
      return personAnswer(asker, handle, seen, registry, now, deps);
    },
  };
}

interface FoundAttribution {
  readonly platform: string;
  readonly attribution: Attribution;
}

type SeenAccount = { readonly platform: string; readonly accountId: string };

/** Accounts seen under the handle first (native id before handle), then the handle on its registered platforms. */
function findAttribution(
  handle: string,
  platform: string | undefined,
  seen: readonly SeenAccount[],
  registry: Registry,
  now: Date,
): FoundAttribution | undefined {
  for (const account of seen) {
    const attribution = registry.findAccount({ ...account, handle }, now);
    if (attribution !== undefined) return { platform: account.platform, attribution };
  }
  const platforms = platform === undefined ? registeredPlatforms(registry) : [platform.toLowerCase()];
  for (const name of platforms) {
    const attribution = registry.findAccount({ platform: name, handle }, now);
    if (attribution !== undefined) return { platform: name, attribution };
  }
  return undefined;
}

function registeredPlatforms(registry: Registry): readonly string[] {
  return [...new Set(registry.entries.flatMap(({ accounts }) => accounts.map(({ platform }) => platform)))].sort();
}

async function attributedAnswer(
  asker: Asker,
  handle: string,
  { platform, attribution }: FoundAttribution,
  seen: readonly SeenAccount[],
  registry: Registry,
  now: Date,
  { store, mark }: CommandDeps,
): Promise<Answer> {
  const { entry } = attribution;
  if (!entry.publicRole) return listedPersonAnswer(asker, platform, attribution, registry, now, store, mark);
  const account = seen.find((known) => known.platform === platform);
  const from = new Date(now.getTime() - activityDays * dayMs);
  const activity =
    account === undefined ? undefined : await store.lookups.accountActivity(platform, account.accountId, {});
  const recent =
    account === undefined
      ? undefined
      : await store.lookups.accountActivity(platform, account.accountId, { from, to: now });
  const id = account === undefined ? '' : ` · id ${account.accountId}`;
  return {
    visibility: 'channel',
    message: answerMessage({
      title: `${entry.name} · ${platformName(platform)} @${handle}${id}`,
      sections: [
        { label: 'Attributed', lines: attributionLines(attribution, handle, now) },
        ...activitySections(activity, recent),
        { label: 'Coverage', lines: [coverageLine(activity)] },
      ],
      footer: [`matched by ${attribution.by.replace('-', ' ')}`, `registry ${registry.version}`, mark],
    }),
  };
}

/** An entry without a public role is matched and counted, never named; looking it up is logged. */
async function listedPersonAnswer(
  asker: Asker,
  platform: string,
  attribution: Attribution,
  registry: Registry,
  now: Date,
  store: CommandDeps['store'],
  mark: string,
): Promise<Answer> {
  const { entry } = attribution;
  await store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: 'account-lookup',
    subject: entry.id,
  });
  return {
    visibility: 'private',
    message: answerMessage({
      title: `${shownName(entry)} · ${platformName(platform)}`,
      lead: ['Who has no public role is counted, not named. Only you see this; the look-up is logged.'],
      sections: [{ label: 'Attributed', lines: [describeAttribution(attribution, now)] }],
      footer: [`registry ${registry.version}`, mark],
    }),
  };
}

/** The attribution as it is cited: who says so, where to read it, for which time. */
function attributionLines(attribution: Attribution, handle: string, now: Date): readonly string[] {
  const { entry } = attribution;
  const account = entry.accounts.find((one) => one.handle?.toLowerCase() === handle.toLowerCase());
  const validity =
    account?.validFrom === undefined && account?.validTo === undefined
      ? []
      : [
          `valid ${account.validFrom === undefined ? 'until' : `since ${dateText(account.validFrom)}`}${account.validTo === undefined ? '' : ` until ${dateText(account.validTo)}`}`,
        ];
  const sources = entry.evidence.slice(0, evidenceShown).map(({ source, url, date, quote }) => {
    const parts = [
      date === undefined || source.includes(dateText(date).slice(0, 7)) ? source : `${source}, ${dateText(date)}`,
    ];
    if (quote !== undefined) parts.push(`"${shorten(quote, 120)}"`);
    if (url !== undefined) parts.push(defang(url.replace(/^https?:\/\//, '')));
    return parts.join(' · ');
  });
  return [describeAttribution(attribution, now), ...validity, ...sources];
}

function activitySections(all: AccountActivity | undefined, recent: AccountActivity | undefined): readonly Section[] {
  if (all === undefined) return [];
  const month = recent ?? { posts: 0, reposts: 0 };
  const tags = all.topTags.slice(0, 8).map(({ tag, posts }) => `#${tag} ${count(posts)}`);
  return [
    {
      label: 'Activity',
      lines: [
        `last ${activityDays} days: ${counted(month.posts, 'post')}, ${counted(month.reposts, 'repost')} among them`,
        ...(all.posts > 0 ? [officeLine(all)] : []),
      ],
    },
    { label: 'Tags', lines: tags.length > 0 ? [tags.join(' · ')] : [] },
  ];
}

/** The hours profile in UTC; which zone is an office's is for the reader to say. */
function officeLine({ hours, posts }: AccountActivity): string {
  let best = { start: 0, inside: -1 };
  for (let start = 0; start < 24; start++) {
    let inside = 0;
    for (let hour = 0; hour < 9; hour++) inside += hours[(start + hour) % 24] ?? 0;
    if (inside > best.inside) best = { start, inside };
  }
  const clockHour = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
  return `busiest nine hours ${clockHour(best.start)}-${clockHour(best.start + 9)} UTC: ${count(best.inside)} of ${count(posts)} posts (${percent(best.inside / posts)})`;
}

function coverageLine(activity: AccountActivity | undefined): string {
  if (activity?.first === undefined || activity.last === undefined) return 'no post of this account is stored';
  return `${counted(activity.posts, 'post')} stored, ${dateText(activity.first)} to ${dateText(activity.last)}`;
}

async function personAnswer(
  asker: Asker,
  handle: string,
  seen: readonly SeenAccount[],
  registry: Registry,
  now: Date,
  { store, secret, mark }: CommandDeps,
): Promise<Answer> {
  const lines: string[] = [];
  for (const { platform, accountId } of seen.slice(0, 5)) {
    const activity = await store.lookups.accountActivity(platform, accountId, {});
    const since = activity?.first === undefined ? '' : ` since ${dateText(activity.first)}`;
    const name = pseudonym(platform, accountId, secret);
    lines.push(`${platformName(platform)}: ${counted(activity?.posts ?? 0, 'post')} seen${since}, kept as ${name}`);
  }
  await store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: 'account-lookup',
    subject: seen.map(({ platform, accountId }) => pseudonym(platform, accountId, secret)).join(' '),
  });
  return {
    visibility: 'private',
    message: answerMessage({
      title: `@${handle}: not in any registry`,
      lead: ['Tocsin does not profile private persons. Only you see this; the look-up is logged.'],
      sections: [{ label: 'Seen', lines }],
      footer: [`registry ${registry.version}`, mark],
    }),
  };
}

function unknownHandle(handle: string, registry: Registry): string {
  const near = registry.nearestHandles(handle, 3).map((name) => `@${name}`);
  const offer = near.length > 0 ? ` Nearest registered: ${near.join(', ')}.` : '';
  return `No account @${handle} was seen and none is registered.${offer}`;
}
