/**
 * F22, breakout level after Nimmo (The Breakout Scale, Brookings 2020): how far a campaign came, proposed with reasons from
 * what is in the set. A person sets the level; level 6 (a policy response or a call to violence) is never proposed.
 */
import type { Behind, PostTable } from '../table/post-table.ts';
import { counted } from '../words.ts';
import { leadingState, prominentAccounts } from './prominent.ts';
import { distinctAccounts, forRows, isWritten, platformOf, postsBehind, type Rows, select } from './rows.ts';

export interface BreakoutOptions {
  readonly rows?: Rows;
  /** Communities found in the network of the set; undefined takes languages in their place. */
  readonly communities?: number | undefined;
  /** Outlets that reported, from outside of the set; those in the set (platform `news`) are counted anyway. */
  readonly newsHosts?: number | undefined;
}

type BreakoutLevel = 1 | 2 | 3 | 4 | 5;

interface BreakoutReason {
  readonly about: 'platforms' | 'communities' | 'news' | 'high-profile accounts';
  /** What was found, and what would be enough. */
  readonly why: string;
  readonly isMet: boolean;
  readonly behind: () => Behind;
}

export interface Breakout {
  readonly proposed: true;
  readonly level: BreakoutLevel;
  readonly means: string;
  readonly reasons: readonly BreakoutReason[];
  readonly limits: readonly string[];
}

/** Thresholds of our own: the scale names none. One mirrored account is no spread, one outlet's story no breakout. */
const breakoutSettings = {
  accountsOnPlatform: 5,
  postsInLanguage: 30,
  newsHosts: 3,
} as const;

/** What each level says; the last is never proposed. */
export const breakoutMeanings = {
  1: 'one platform, one community',
  2: 'several platforms or several communities, not both',
  3: 'several platforms and several communities',
  4: 'news media outside of the platforms',
  5: 'high-profile accounts',
  6: 'a policy response or a call to violence',
} as const;

export function proposeBreakout(table: PostTable, options: BreakoutOptions = {}): Breakout {
  const platforms = judgePlatforms(table, options);
  const communities = judgeCommunities(table, options);
  const news = judgeNews(table, options);
  const prominent = judgeProminent(table, options);
  const level = prominent.isMet ? 5 : news.isMet ? 4 : spreadLevel(platforms.isMet, communities.isMet);
  return {
    proposed: true,
    level,
    means: breakoutMeanings[level],
    reasons: [platforms, communities, news, prominent],
    limits: [
      'Only what was collected is seen: a platform or outlet that no source reads cannot raise the level.',
      'Level 6, a policy response or a call to violence, is for a person to judge.',
      ...(options.communities === undefined ? ['Languages stand in for communities.'] : []),
    ],
  };
}

function spreadLevel(isOnPlatforms: boolean, isInCommunities: boolean): BreakoutLevel {
  if (isOnPlatforms && isInCommunities) return 3;
  return isOnPlatforms || isInCommunities ? 2 : 1;
}

/** Names under which sources give articles and pages: no social platforms. */
const pagePlatforms = ['news', 'web'];

function judgePlatforms(table: PostTable, { rows }: BreakoutOptions): BreakoutReason {
  const least = breakoutSettings.accountsOnPlatform;
  const accounts = new Uint32Array(table.platforms.length);
  for (const account of distinctAccounts(table, rows)) {
    const platform = table.accounts.platform[account] ?? 0;
    accounts[platform] = (accounts[platform] ?? 0) + 1;
  }
  const enough = table.platforms.filter(
    (name, index) => !pagePlatforms.includes(name) && (accounts[index] ?? 0) >= least,
  );
  const names = enough.length === 0 ? '' : `: ${[...enough].sort().join(', ')}`;
  return {
    about: 'platforms',
    why: `${counted(enough.length, 'platform')} with at least ${least} accounts each${names}; 2 are several`,
    isMet: enough.length >= 2,
    behind: postsBehind(table, (row) => enough.includes(table.platforms[platformOf(table, row)] ?? ''), rows),
  };
}

function judgeCommunities(table: PostTable, { rows, communities }: BreakoutOptions): BreakoutReason {
  const least = breakoutSettings.postsInLanguage;
  const posts = new Uint32Array(table.langs.length);
  forRows(table, rows, (row) => {
    const lang = table.lang[row] ?? 0;
    if (isWritten(table, row)) posts[lang] = (posts[lang] ?? 0) + 1;
  });
  const isEnough = (lang: number): boolean => table.langs[lang] !== 'und' && (posts[lang] ?? 0) >= least;
  const languages = [...posts.keys()].filter(isEnough).length;
  return {
    about: 'communities',
    why:
      communities === undefined
        ? `${counted(languages, 'language')} with at least ${least} posts each; 2 are several`
        : `${counted(communities, 'community', 'communities')} in the network; 2 are several`,
    isMet: (communities ?? languages) >= 2,
    behind: postsBehind(table, (row) => isWritten(table, row) && isEnough(table.lang[row] ?? 0), rows),
  };
}

/** Outlets that are attributed to a state carry the campaign themselves: theirs is no breakout. */
function judgeNews(table: PostTable, { rows, newsHosts = 0 }: BreakoutOptions): BreakoutReason {
  const news = table.platforms.indexOf('news');
  const isOutlet = (row: number): boolean => {
    const kind = table.entries[table.entry[row] ?? -1]?.kind;
    return platformOf(table, row) === news && (kind === undefined || kind === 'public-service-media');
  };
  const inSet = news < 0 ? 0 : distinctAccounts(table, select(table, isOutlet, rows)).length;
  const outlets = inSet + newsHosts;
  return {
    about: 'news',
    why: `${counted(outlets, 'news outlet')} not attributed to a state; ${breakoutSettings.newsHosts} are enough`,
    isMet: outlets >= breakoutSettings.newsHosts,
    behind: postsBehind(table, isOutlet, rows),
  };
}

function judgeProminent(table: PostTable, { rows }: BreakoutOptions): BreakoutReason {
  const state = leadingState(table, rows);
  const found = prominentAccounts(table, rows, state);
  const other = state === undefined ? '' : ` of other states than ${state}`;
  return {
    about: 'high-profile accounts',
    why: `${counted(found.accounts.length, 'listed account')}${other} with at least ${counted(found.followers, 'follower')} took part; 1 is enough`,
    isMet: found.accounts.length > 0,
    behind: () => ({ of: 'accounts', rows: found.accounts }),
  };
}
