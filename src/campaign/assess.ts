/**
 * A subject and its posts → indicators, score, level and class of concern, every term with its numbers.
 *
 * log-odds = prior + Σ over families of the capped sum of weights: a points table that can be read (see `ledgerOf`).
 * Weights are stated guesses until labels exist; unknown facts weigh nothing and are listed.
 */
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { calibratedAt } from './calibrate.ts';
import type { Assessment, Indicator } from './campaign.ts';
import { concernOf } from './concern-of.ts';
import { tagsOf } from './families.ts';
import { allIndicators } from './indicators/all.ts';
import { fewestConfirmed } from './indicators/provenance.ts';
import { ledgerOf } from './ledger.ts';
import { type Comparisons, measureAll } from './measures.ts';
import type { Rules } from './rules.ts';
import { decideLevel } from './severity.ts';
import { startRules } from './start-rules.ts';
import type { Subject } from './subject.ts';
import type { Surroundings } from './surroundings.ts';

/** Said where a context brings no rules of its own. */
export const rulesVersion = startRules.version;

export interface AssessContext extends Omit<Comparisons, 'titles' | 'knownHosts'> {
  /** Said where `rules` are absent: those to begin with. */
  readonly rulesVersion: string;
  readonly rules?: Rules | undefined;
  /** Topics that somebody asked to be woken for. */
  readonly watchedTags: readonly string[];
  readonly watchedHosts: readonly string[];
  /** Absent: nobody looked. */
  readonly around?: Surroundings | undefined;
}

export function assess(
  subject: Subject,
  posts: readonly Post[],
  registry: Registry,
  context: AssessContext,
  now: Date,
): Assessment {
  const rules = context.rules ?? { ...startRules, version: context.rulesVersion };
  const around = context.around ?? {};
  const known = asOf(posts, now);
  const measures = measureAll(
    subject,
    known,
    registry,
    { ...context, titles: around.titles, knownHosts: around.knownHosts },
    now,
  );
  const indicators = allIndicators(measures, subject, around, rules, now);
  const { prior } = rules;
  const ledger = ledgerOf({ prior, indicators });
  const coordination = ledger.score;
  const families = Object.fromEntries(ledger.families.map(({ family, capped }) => [family, capped] as const));
  const watched = watchedTopic(subject, context);
  const { level, why } = decideLevel({
    subject,
    coordination,
    prior,
    families,
    listedAccounts: indicators.find(({ name }) => name === 'attributed-accounts')?.share?.n ?? 0,
    confirmedAccounts: confirmedIn(indicators),
    erased: measures.gone.erased,
    watched: watched !== undefined,
  });
  return {
    level,
    coordination,
    prior,
    calibrated: rules.calibration === undefined ? undefined : calibratedAt(rules.calibration, ledger.logOdds),
    concern: concernOf({ subject, posts: known, indicators, coordination, watched }),
    families,
    indicators,
    // Bursts of listed accounts are judged without the score, so its terms would explain nothing.
    why: subject.kind === 'attributed-burst' ? why : [...why, ...reasonsOf(indicators)],
    notKnown: [...new Set(indicators.filter((one) => !one.known).map(({ sentence }) => sentence))],
    rulesVersion: rules.version,
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

/** -ln p from which on so many accounts of confirmed campaigns are no chance: p = 1e-4. */
const noChance = Math.log(1e4);

function confirmedIn(indicators: readonly Indicator[]): number {
  const overlap = indicators.find(({ name, known }) => name === 'campaign-overlap' && known);
  const accounts = overlap?.share?.n ?? 0;
  return accounts >= fewestConfirmed && (overlap?.measured ?? 0) >= noChance ? accounts : 0;
}

/** The watched tag or host that a subject is about; a family is watched with any of its tags. */
function watchedTopic(subject: Subject, { watchedTags, watchedHosts, families }: AssessContext): string | undefined {
  const tag = [...subject.tags, ...tagsOf(subject, families)].find((one) => watchedTags.includes(one));
  if (tag !== undefined) return `#${tag}`;
  const hosts = [...(subject.keyKind === 'host' ? [subject.key] : []), ...subject.links.map(hostOf)];
  return hosts.find((host) => watchedHosts.some((watched) => host === watched || host.endsWith(`.${watched}`)));
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
