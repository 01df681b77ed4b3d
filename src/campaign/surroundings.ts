/** What was going on in the world while a campaign grew: news and known events. What nobody could look up is undefined. */
import type { NewsMeasure } from '../measure/news.ts';
import type { Span } from '../post/post.ts';

/** An election, a match, a holiday, a launch: something that makes people post. */
export interface KnownEvent extends Span {
  readonly name: string;
  /** Tags in normal form that belong to it; an event without tags is compared by its name. */
  readonly tags: readonly string[];
  /** The list it stands on. */
  readonly source: string;
}

export interface Surroundings {
  readonly news?: NewsMeasure | undefined;
  /** Events around the campaign's beginning; empty: lists are configured and hold none. */
  readonly events?: readonly KnownEvent[] | undefined;
  /** Titles of the news around it in the form of `normalText`: a headline that readers pass on is no copied text. */
  readonly titles?: ReadonlySet<string> | undefined;
  /**
   * Of hosts that were looked up: whether this installation had seen a link to it before the day on which the campaign
   * began. A host that is not in it is unknown: nobody looked, or the platform is read for too short a time.
   */
  readonly knownHosts?: ReadonlyMap<string, boolean> | undefined;
}
