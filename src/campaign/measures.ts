/** Posts of a burst → all that is measured of them, each once; the indicators only weigh and word it. */
import { type AttributedMeasure, measureAttributed } from '../measure/attributed.ts';
import { measureBatches } from '../measure/batches.ts';
import { measureCoSharing } from '../measure/co-sharing.ts';
import { measureConcentration } from '../measure/concentration.ts';
import { measureConnectedCrowd } from '../measure/connected-crowd.ts';
import { measureCopies } from '../measure/copies.ts';
import { measureCopyPartners } from '../measure/copy-partners.ts';
import { measureAlikeAccounts } from '../measure/cosine/alike-accounts.ts';
import { measureCreation } from '../measure/creation.ts';
import { measureCreationCluster } from '../measure/creation-cluster.ts';
import { measureCreationGroups } from '../measure/creation-groups.ts';
import { measureCrossLanguage } from '../measure/cross-language.ts';
import { measureCrowd } from '../measure/crowd.ts';
import { measureDefaultHandles } from '../measure/default-handles.ts';
import { measureFandom } from '../measure/fandom.ts';
import { measureGiveaway } from '../measure/giveaway.ts';
import { type GoneMeasure, measureGone } from '../measure/gone.ts';
import type { History } from '../measure/history.ts';
import { measureHourProfile } from '../measure/hours.ts';
import { measureLanding } from '../measure/landing.ts';
import { measureLanguageMismatch } from '../measure/language-mismatch.ts';
import { measureOutsideInteractions } from '../measure/outside-interactions.ts';
import { type ConfirmedCampaign, measureOverlap, type OverlapBase } from '../measure/overlap.ts';
import { authorOf } from '../measure/post-groups.ts';
import { measureRepostRatio } from '../measure/repost-ratio.ts';
import { measureRepurposed } from '../measure/repurposed.ts';
import { measureRhythm } from '../measure/rhythm.ts';
import { measureSameMedia } from '../measure/same-media.ts';
import { measureSteepness } from '../measure/steepness.ts';
import { measureThin } from '../measure/thin.ts';
import { measureTogetherAgain } from '../measure/together-again.ts';
import { measureUnseenCopiers } from '../measure/unseen-copiers.ts';
import { measureVariety } from '../measure/variety.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { type Families, tagsOf } from './families.ts';
import type { AccountMeasures } from './indicators/accounts.ts';
import type { CommunityMeasures } from './indicators/community.ts';
import type { ContentMeasures } from './indicators/content.ts';
import type { InnocentMeasures } from './indicators/innocent.ts';
import type { NetworkMeasures } from './indicators/network.ts';
import type { ProvenanceMeasures } from './indicators/provenance.ts';
import type { TimingMeasures } from './indicators/timing.ts';
import type { Subject } from './subject.ts';

/** What the posts are compared with; what is absent nobody looked up. */
export interface Comparisons {
  /** Earlier posts of the burst's accounts. */
  readonly history?: History | undefined;
  /** Accounts of campaigns that people confirmed. */
  readonly confirmed?: readonly ConfirmedCampaign[] | undefined;
  /** How usual accounts of confirmed campaigns are in a burst; one in a thousand unless said, a stated guess. */
  readonly overlapBase?: OverlapBase | undefined;
  /** Posts of the platform and language by hour of the day, UTC; 24 numbers. */
  readonly usualHours?: readonly number[] | undefined;
  /** Titles of news as normal texts: a headline that many repeat is no copied text. */
  readonly titles?: ReadonlySet<string> | undefined;
  /** Whether hosts were seen before (`Surroundings`). */
  readonly knownHosts?: ReadonlyMap<string, boolean> | undefined;
  /** Tags that are one campaign, by the family's name. */
  readonly families?: Families | undefined;
}

export type Measures = ContentMeasures &
  TimingMeasures &
  AccountMeasures &
  NetworkMeasures &
  ProvenanceMeasures &
  CommunityMeasures &
  InnocentMeasures & { readonly attributed: AttributedMeasure; readonly gone: GoneMeasure };

const usualOverlap: OverlapBase = { rate: 0.001 };

export function measureAll(
  subject: Pick<Subject, 'platform' | 'keyKind' | 'key' | 'tags'>,
  posts: readonly Post[],
  registry: Registry,
  comparisons: Comparisons,
  now: Date,
): Measures {
  const { history, confirmed, overlapBase = usualOverlap, usualHours, titles, knownHosts, families } = comparisons;
  const tag = subject.keyKind === 'tag' ? subject.key : undefined;
  const copies = measureCopies(posts, { titles });
  const coSharing = measureCoSharing(posts, { exceptTag: tag, clusters: copies.members });
  const landing = measureLanding(posts);
  const copiers = copiersOf(posts, copies.members);
  const core = copiers ?? posts;
  return {
    platform: subject.platform,
    attributed: measureAttributed(posts, registry),
    copies,
    media: measureSameMedia(posts),
    languages: measureCrossLanguage(posts, copies.members),
    synchrony: coSharing.synchrony,
    windowSeconds: coSharing.windowSeconds,
    steepness: measureSteepness(posts),
    hours: measureHourProfile(posts, history, usualHours),
    rhythm: measureRhythm(posts),
    batches: measureBatches(posts),
    again: measureTogetherAgain(posts),
    amongCopiers: copiers !== undefined,
    creation: measureCreation(core),
    cluster: measureCreationCluster(posts),
    copierCluster: copiers === undefined ? undefined : measureCreationCluster(copiers),
    groups: measureCreationGroups(posts),
    copierGroups: copiers === undefined ? undefined : measureCreationGroups(copiers),
    unseen: history === undefined ? undefined : measureUnseenCopiers(posts, copies.members, history),
    thin: measureThin(core),
    handles: measureDefaultHandles(core),
    mismatch: measureLanguageMismatch(posts, tag, history),
    repurposed: history === undefined ? undefined : measureRepurposed(core, history),
    coSharing,
    partners: measureCopyPartners(copies.members),
    alike: measureAlikeAccounts(posts),
    concentration: measureConcentration(posts),
    busy: measureConcentration(core),
    reposts: measureRepostRatio(posts),
    outside: measureOutsideInteractions(posts),
    overlap: confirmed === undefined ? undefined : measureOverlap(posts, confirmed, overlapBase),
    landing,
    isKnownHost: landing.host === undefined ? undefined : knownHosts?.get(landing.host),
    isListed: landing.host !== undefined && registry.findHost(landing.host, now) !== undefined,
    crowd: measureCrowd(posts),
    giveaway: measureGiveaway(posts),
    fandom: history === undefined ? undefined : measureFandom(posts, history, tagsOf(subject, families)),
    connected: history === undefined ? undefined : measureConnectedCrowd(posts, history),
    gone: measureGone(posts),
    variety: measureVariety(posts),
  };
}

/** Fewer of them say nothing about what accounts with copied texts have in common. */
const fewestCopiers = 10;

/**
 * Posts of the accounts whose texts are copies, headlines apart: what they have in common would drown among the crowd that
 * a campaign draws or hides in. `undefined` while they are few.
 */
function copiersOf(posts: readonly Post[], clusters: readonly (readonly Post[])[]): readonly Post[] | undefined {
  const copiers = new Set(clusters.flat().map(authorOf));
  return copiers.size < fewestCopiers ? undefined : posts.filter((post) => copiers.has(authorOf(post)));
}
