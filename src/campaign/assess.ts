/**
 * A subject and its posts → indicators, score and level, every term with its numbers.
 *
 * log-odds = prior + Σ over families of the capped sum of weights: a points table that can be read. Weights are stated
 * guesses until labels exist; unknown facts weigh nothing and are listed.
 */
import { measureAttributed } from '../measure/attributed.ts';
import { measureCoSharing } from '../measure/co-sharing.ts';
import { measureConcentration } from '../measure/concentration.ts';
import { measureCopies } from '../measure/copies.ts';
import { measureCreation } from '../measure/creation.ts';
import { measureCrowd } from '../measure/crowd.ts';
import { measureGone } from '../measure/gone.ts';
import { measureThin } from '../measure/thin.ts';
import { measureVariety } from '../measure/variety.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import type { Assessment, Indicator } from './campaign.ts';
import { attributedIndicators } from './indicators/attributed.ts';
import { coordinatedIndicators } from './indicators/coordinated.ts';
import { goneIndicators } from './indicators/gone.ts';
import { innocentIndicators } from './indicators/innocent.ts';
import { decideLevel } from './severity.ts';
import type { Subject } from './subject.ts';
import type { Surroundings } from './surroundings.ts';

/** Changes when a weight, a threshold or the table of levels changes; every message names it. */
export const rulesVersion = 'v3';

export interface AssessContext {
  readonly rulesVersion: string;
  /** Topics that somebody asked to be woken for. */
  readonly watchedTags: readonly string[];
  readonly watchedHosts: readonly string[];
  /** Absent: nobody looked. */
  readonly around?: Surroundings | undefined;
}

/** Chance that a burst on a watched topic is a coordinated campaign, before anything is known of it. A stated guess. */
const prior = 0.02;
/** Indicators of one family depend on each other: together they weigh no more than this, in nats. */
export const familyCap = 2.5;

export function assess(
  subject: Subject,
  posts: readonly Post[],
  registry: Registry,
  context: AssessContext,
  now: Date,
): Assessment {
  const indicators = measureIndicators(subject, asOf(posts, now), registry, context.around ?? {}, now);
  const families = weighFamilies(indicators);
  const coordination = logistic(Math.log(prior / (1 - prior)) + Object.values(families).reduce((sum, w) => sum + w, 0));
  const { level, why } = decideLevel({
    subject,
    coordination,
    families,
    listedAccounts: indicators.find(({ name }) => name === 'attributed-accounts')?.share?.n ?? 0,
    watched: isWatched(subject, context),
  });
  return {
    level,
    coordination,
    prior,
    families,
    indicators,
    // Bursts of listed accounts are judged without the score, so its terms would explain nothing.
    why: subject.kind === 'attributed-burst' ? why : [...why, ...reasonsOf(indicators)],
    notKnown: [...new Set(indicators.filter(({ known }) => !known).map(({ sentence }) => sentence))],
    rulesVersion: context.rulesVersion,
    registryVersion: registry.version,
  };
}

/** What is known at `now`: a later suspension or deletion must not explain an earlier alert. */
function asOf(posts: readonly Post[], now: Date): readonly Post[] {
  return posts.map((post) => {
    const checkedLater = post.statusCheckedAt !== undefined && post.statusCheckedAt > now;
    const deletedLater = post.deletedAt !== undefined && post.deletedAt > now;
    if (!checkedLater && !deletedLater) return post;
    return {
      ...post,
      ...(checkedLater ? { status: undefined, statusCheckedAt: undefined } : {}),
      ...(deletedLater ? { deletedAt: undefined } : {}),
    };
  });
}

function measureIndicators(
  subject: Subject,
  posts: readonly Post[],
  registry: Registry,
  around: Surroundings,
  now: Date,
): readonly Indicator[] {
  const exceptTag = subject.keyKind === 'tag' ? subject.key : undefined;
  const coSharing = measureCoSharing(posts, { exceptTag });
  const copies = measureCopies(posts);
  const concentration = measureConcentration(posts);
  return [
    ...attributedIndicators(measureAttributed(posts, registry), subject),
    ...coordinatedIndicators({
      coSharing,
      copies,
      concentration,
      creation: measureCreation(posts),
      thin: measureThin(posts),
    }),
    ...goneIndicators(measureGone(posts), now),
    ...innocentIndicators(
      posts,
      { coSharing, copies, concentration, variety: measureVariety(posts), crowd: measureCrowd(posts) },
      subject,
      around,
    ),
  ];
}

/** Sum of weights per family, capped; families that say nothing are left out. */
export function weighFamilies(indicators: readonly Indicator[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { family, known, weight } of indicators) {
    if (known && weight !== 0) sums.set(family, (sums.get(family) ?? 0) + weight);
  }
  return Object.fromEntries(
    [...sums].map(([family, sum]) => [family, Math.max(-familyCap, Math.min(familyCap, sum))] as const),
  );
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function isWatched({ tags, links }: Subject, { watchedTags, watchedHosts }: AssessContext): boolean {
  const isHost = (host: string): boolean =>
    watchedHosts.some((watched) => host === watched || host.endsWith(`.${watched}`));
  return tags.some((tag) => watchedTags.includes(tag)) || links.some((link) => isHost(hostOf(link)));
}

/** The three strongest reasons for and the strongest against. */
function reasonsOf(indicators: readonly Indicator[]): readonly string[] {
  const sorted = indicators
    .filter(({ known, weight }) => known && weight !== 0)
    .toSorted((a, b) => b.weight - a.weight);
  const strongest = sorted.filter(({ weight }) => weight > 0).slice(0, 3);
  const against = sorted.filter(({ weight }) => weight < 0).at(-1);
  return [
    ...strongest.map(({ sentence, weight }) => `for (+${weight.toFixed(1)}): ${sentence}`),
    ...(against === undefined ? [] : [`against (−${Math.abs(against.weight).toFixed(1)}): ${against.sentence}`]),
  ];
}
