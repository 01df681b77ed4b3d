/**
 * Facts of a campaign → DISARM techniques that a person may want to confirm, each with the reason.
 *
 * A suggestion is no finding. Automation, hijacking, purchase and dormancy are never suggested: nothing that is
 * measured here shows them.
 */
import type { Campaign, Indicator } from '../campaign/campaign.ts';
import { authorOf } from '../measure/post-groups.ts';
import { shareOf } from '../measure/share.ts';
import { count, counted, shareText } from '../measure/words.ts';
import { platformName } from '../message/wording.ts';
import type { Post } from '../post/post.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { findTechnique, techniqueRef } from './disarm.ts';

export interface TechniqueSuggestion {
  /** `disarm:1.6:T0084.001`. */
  readonly technique: string;
  readonly name: string;
  /** The fact behind it, with its denominator; no trailing stop. */
  readonly reason: string;
}

export interface SuggestionFacts {
  readonly campaign: Campaign;
  readonly posts: readonly Post[];
  readonly registry: Registry;
  /** Other platforms on which the campaign's tag or link was stored in the same span. */
  readonly elsewhere: readonly PlatformCount[];
}

export interface PlatformCount {
  readonly platform: string;
  readonly posts: number;
  readonly accounts: number;
}

/** Below these a pattern is no pattern. Stated guesses, like the weights of the indicators. */
const fewest = { replies: 10, accountsAtOneTarget: 10, amplifiers: 10, accountsElsewhere: 3 } as const;
/** Signs of coordination as the alert's own words have them. */
const someCoordination = 0.3;

export function suggestTechniques(facts: SuggestionFacts): readonly TechniqueSuggestion[] {
  const found = [
    ...tagTechniques(facts.campaign),
    ...indicatorTechniques(facts.campaign.assessment.indicators),
    ...replyTechniques(facts.posts),
    ...amplification(facts),
    ...officialAccounts(facts),
    ...elsewhereTechnique(facts),
  ];
  return found.flatMap(([id, reason]) => {
    const technique = findTechnique(id);
    if (technique === undefined) return [];
    return [{ technique: techniqueRef(technique), name: technique.name, reason }];
  });
}

type Found = readonly [id: string, reason: string];

function tagTechniques({ kind, keyKind, key, usual, reason, assessment }: Campaign): readonly Found[] {
  if (keyKind !== 'tag' || kind !== 'hashtag-campaign') return [];
  // In the lane of new tags the usual range is that of other tags, so its words tell, not its numbers.
  const isNew = reason.startsWith('new tag:') || usual.high < 1;
  const found: Found[] = [
    isNew
      ? ['T0015.002', `#${key} was not in use before: ${reason}`]
      : ['T0015.001', `#${key} was in use before: ${reason}`],
  ];
  if (assessment.coordination < someCoordination) return found;
  const measured = `${reason}; coordination ${assessment.coordination.toFixed(2)} by rules ${assessment.rulesVersion}`;
  return [...found, isNew ? ['T0049', measured] : ['T0049.002', measured]];
}

/** Indicators that speak for a technique as soon as they weigh anything. */
const byIndicator: readonly { readonly indicator: string; readonly technique: string }[] = [
  { indicator: 'copy-share', technique: 'T0084.001' },
  { indicator: 'noise-tails', technique: 'T0049.004' },
  { indicator: 'creation-week', technique: 'T0150.008' },
  { indicator: 'young-accounts', technique: 'T0150.001' },
];

function indicatorTechniques(indicators: readonly Indicator[]): readonly Found[] {
  return byIndicator.flatMap(({ indicator, technique }): Found[] => {
    const fact = indicators.find(({ name, known, weight }) => name === indicator && known && weight > 0);
    return fact === undefined ? [] : [[technique, fact.sentence]];
  });
}

function replyTechniques(posts: readonly Post[]): readonly Found[] {
  const found: Found[] = [];
  const written = posts.filter(({ kind }) => kind !== 'repost');
  const replies = written.filter(({ kind }) => kind === 'reply');
  if (replies.length >= fewest.replies && replies.length * 2 >= written.length) {
    found.push(['T0116', `${shareText(shareOf(replies.length, written.length))} posts without reposts are replies`]);
  }
  const busiest = largest(accountsBy(written.filter(({ kind }) => kind === 'reply' || kind === 'quote')));
  const accounts = new Set(posts.map(authorOf)).size;
  if (busiest >= fewest.accountsAtOneTarget && busiest * 2 >= accounts) {
    found.push([
      'T0049.005',
      `${shareText(shareOf(busiest, accounts))} accounts reply to or quote one and the same account`,
    ]);
  }
  return found;
}

/** Distinct authors by the account they answer, other than themselves. */
function accountsBy(posts: readonly Post[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byTarget = new Map<string, Set<string>>();
  for (const post of posts) {
    const target = post.parentAccountId;
    if (target === undefined || target === post.accountId) continue;
    const authors = byTarget.get(target) ?? new Set();
    byTarget.set(target, authors.add(authorOf(post)));
  }
  return byTarget;
}

function largest(groups: ReadonlyMap<string, ReadonlySet<string>>): number {
  let most = 0;
  for (const { size } of groups.values()) most = Math.max(most, size);
  return most;
}

/** Reposts and quotes of listed accounts by accounts that are not listed. */
function amplification({ posts, registry }: SuggestionFacts): readonly Found[] {
  const amplifying = posts.filter(({ kind, platform, parentAccountId, createdAt }) => {
    if ((kind !== 'repost' && kind !== 'quote') || parentAccountId === undefined) return false;
    return registry.findAccount({ platform, accountId: parentAccountId }, createdAt) !== undefined;
  });
  const accounts = new Set(
    amplifying.filter((post) => registry.findAccount(post, post.createdAt) === undefined).map(authorOf),
  ).size;
  if (accounts < fewest.amplifiers) return [];
  const reason = `${counted(accounts, 'account')} in no registry reposted or quoted posts of listed accounts (registry ${registry.version}); passing on is not attribution`;
  return [['T0118', reason]];
}

const personas: Readonly<Partial<Record<RegistryEntry['kind'], string>>> = {
  'state-media': 'T0097.202',
  government: 'T0097.206',
  diplomat: 'T0097.111',
};

function officialAccounts({ posts, registry }: SuggestionFacts): readonly Found[] {
  const accounts = new Map<RegistryEntry['kind'], Set<string>>();
  for (const post of posts) {
    const entry = registry.findAccount(post, post.createdAt)?.entry;
    if (entry === undefined || personas[entry.kind] === undefined) continue;
    accounts.set(entry.kind, (accounts.get(entry.kind) ?? new Set()).add(authorOf(post)));
  }
  const kinds = [...accounts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const all = kinds.reduce((sum, [, { size }]) => sum + size, 0);
  if (all === 0) return [];
  const open = `${counted(all, 'listed account')} posted under their own name (registry ${registry.version})`;
  return [
    ['T0143.001', open],
    ...kinds.map(([kind, { size }]): Found => {
      return [
        personas[kind] ?? '',
        `${count(size)} of them ${size === 1 ? 'is' : 'are'} listed as ${kind.replaceAll('-', ' ')}`,
      ];
    }),
  ];
}

function elsewhereTechnique({ campaign, elsewhere }: SuggestionFacts): readonly Found[] {
  const others = elsewhere
    .filter(({ platform, accounts }) => platform !== campaign.platform && accounts >= fewest.accountsElsewhere)
    .toSorted((a, b) => b.posts - a.posts || (a.platform < b.platform ? -1 : 1));
  if (others.length === 0) return [];
  const named = others.map(({ platform, posts, accounts }) => {
    return `${platformName(platform)} (${counted(posts, 'post')} by ${counted(accounts, 'account')})`;
  });
  return [['T0119.002', `the same ${campaign.keyKind} was stored from ${named.join(', ')} in the same time`]];
}
