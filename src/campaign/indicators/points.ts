/**
 * Where each indicator begins to count and where it counts as strong (detection design, table 2.2).
 *
 * The strong points are the table's. The reference should be the upper quartile of everyday bursts of the same size; until
 * such bursts are kept it is a stated guess, on the cautious side of what crowds in the field's data show.
 */

export interface Points {
  /** Up to here it weighs nothing. */
  readonly reference: number;
  /** From here on it weighs all that the rules give. */
  readonly strong: number;
}

export const points = {
  /** Share of texts in clusters of at least three accounts. */
  'copy-share': { reference: 0.05, strong: 0.35 },
  /** Accounts with the most used text. */
  'biggest-copy-cluster': { reference: 3, strong: 20 },
  /** Share of posts with media that at least three accounts uploaded. */
  'same-media': { reference: 0.05, strong: 0.3 },
  /** Languages in which one picture, video or link stands with copies of its own; any such is strong, from three on. */
  'cross-language-copies': { reference: 1, strong: 3 },
  /** Share of texts with a meaningless tail. */
  'noise-tails': { reference: 0.02, strong: 0.2 },
  /** Standard deviations beyond the shifted times. */
  synchrony: { reference: 2, strong: 6 },
  /** Standard deviations beyond the shifted times; everyday tags of simulated worlds reach 3 to 5 once in a hundred. */
  batches: { reference: 3.5, strong: 7 },
  /** Standard deviations beyond the same accounts in another order. */
  'together-again': { reference: 3, strong: 6 },
  /** Accounts of the first 10 minutes / of the first 2 hours; an even stream has 1/12. */
  'start-steepness': { reference: 0.2, strong: 0.5 },
  /** Jensen-Shannon divergence in bits from the hours of the conversation. */
  'hour-profile': { reference: 0.05, strong: 0.15 },
  /** Share of accounts as regular as a clock, or the part of the entropy of seconds that is missing. */
  'machine-rhythm': { reference: 0.1, strong: 0.5 },
  /** Share of accounts younger than 30 days; strong at three times the reference. */
  'young-accounts': { reference: 0.1, strong: 0.3 },
  /** -ln p of the fullest week of creation dates; strong at p = 1e-4. */
  'creation-week': { reference: Math.log(100), strong: Math.log(1e4) },
  /** Standard deviations beyond the moved dates: a fan army reaches 5 by people with two accounts. */
  'creation-groups': { reference: 4, strong: 8 },
  /** -ln p that those who copy are strangers more often than the others; strong at p = 1e-6. */
  'unseen-copiers': { reference: Math.log(100), strong: Math.log(1e6) },
  /** Share of accounts with the platform's own pattern of names: 30 % is usual on X since Dec 2017. */
  'default-handles': { reference: 0.3, strong: 0.9 },
  /** Share of accounts that hardly anybody follows. */
  'thin-accounts': { reference: 0.2, strong: 0.6 },
  /** Share of accounts whose language or topic changed, or that slept for half a year. */
  'repurposed-accounts': { reference: 0.05, strong: 0.2 },
  /** Share of texts in another language or script than the account's or the tag's. */
  'language-mismatch': { reference: 0.1, strong: 0.3 },
  /** Share of accounts with a partner that popularity does not explain. */
  'co-sharing': { reference: 0.02, strong: 0.2 },
  /** Share of accounts with copied texts that have two of them in common with another one. */
  'copy-partners': { reference: 0.05, strong: 0.25 },
  /** Share of accounts that act like another, less those that co-share; up to 10 % of simulated fans. */
  'similar-accounts': { reference: 0.15, strong: 0.4 },
  /** Share of posts by the busiest 5 % of accounts; any crowd has busy members. */
  concentration: { reference: 0.4, strong: 0.6 },
  /** Written posts / accounts that wrote. */
  'posts-per-account': { reference: 2, strong: 5 },
  /** Share of reposts among posts of accounts with fewer than ten followers. */
  'repost-ratio': { reference: 0.7, strong: 0.9 },
  /** Interactions from outside the burst per post; the fewer the stronger. */
  'interaction-emptiness': { reference: 0.5, strong: 0.05 },
  /** -ln p of as many accounts of confirmed campaigns; strong at p = 1e-6, with at least five. */
  'campaign-overlap': { reference: Math.log(100), strong: Math.log(1e6) },
  /** -ln p of as many listed accounts; strong at p = 1e-4, with at least three. */
  'attributed-accounts': { reference: 0, strong: Math.log(1e4) },
  /** Share of links that lead to one host. */
  'same-landing-page': { reference: 0.3, strong: 0.5 },
  /** Share of posts that are gone. */
  'deleted-posts': { reference: 0.02, strong: 0.1 },
  /** Share of posts that were found deleted within hours; four of five are, of those that push a word into the trends. */
  'erased-posts': { reference: 0.1, strong: 0.5 },
  /** Share of checked accounts that are suspended. */
  'suspended-accounts': { reference: 0.02, strong: 0.1 },
  /** Matching burst in the news: 1 or 0. */
  'news-match': { reference: 0, strong: 1 },
  /** Distinct texts / texts. */
  'text-variety': { reference: 0.8, strong: 0.9 },
  /** Known events that bear the tag. */
  calendar: { reference: 0, strong: 1 },
  /** Share of accounts that used the tag's family for more than two months. */
  fandom: { reference: 0.1, strong: 0.4 },
  /** Share of texts that announce a prize. */
  giveaway: { reference: 0.1, strong: 0.3 },
  /** Share of accounts older than three years. */
  'old-accounts': { reference: 0.5, strong: 0.7 },
  /** Share of accounts in mutual interaction before the burst, where the median account is older than three years. */
  'connected-crowd': { reference: 0.3, strong: 0.6 },
  /** Share of accounts with a single post. */
  breadth: { reference: 0.6, strong: 0.8 },
} as const satisfies Readonly<Record<string, Points>>;

export type PointName = keyof typeof points;
