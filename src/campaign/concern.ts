/** What kind of activity a burst looks like, apart from how coordinated it is: fan communities are coordinated, too. */

export const concernClasses = [
  'political-or-state-linked',
  'commercial',
  'fandom',
  'activism',
  'news',
  'unknown',
] as const;
export type ConcernClass = (typeof concernClasses)[number];

export interface Concern {
  readonly class: ConcernClass;
  /** For people: the class in careful words and the fact behind it, no trailing stop. */
  readonly sentence: string;
}
