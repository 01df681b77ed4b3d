/** The written rules that shaped a look at co-shares, a sentence each, for people. No account is named. */
import type { WindowEstimate } from '../measure/pair-window.ts';
import { clock, count, counted, shareText } from '../measure/words.ts';
import type { CoShareGroup } from './co-share-groups.ts';
import type { RecentShares } from './co-share-shares.ts';

export interface NoteRules {
  readonly windowSeconds: number;
  readonly hotObjectCap: number;
  readonly hotTagAccounts: number;
  readonly keepHours: number;
  readonly maxShares: number;
}

/** What holds for every network of one look. */
export function notesOfLook({ window, shedUntil }: RecentShares, rules: NoteRules): readonly string[] {
  const { skipped, topics } = window;
  return [
    skipped.rows > 0 &&
      `${counted(skipped.objects, 'object')} had more than ${count(rules.hotObjectCap)} posts within ` +
        `${rules.windowSeconds} s; ${counted(skipped.rows, 'post')} on ${skipped.objects === 1 ? 'it' : 'them'} looked ` +
        'for no partner, so pairs are a lower bound.',
    topics.size > 0 &&
      `${counted(topics.size, 'tag')} of more than ${counted(rules.hotTagAccounts, 'account')} ` +
        `${topics.size === 1 ? 'was' : 'were'} taken for ${topics.size === 1 ? 'a topic' : 'topics'} and joined nobody.`,
    shedUntil !== undefined &&
      `More than ${count(2 * rules.maxShares)} shares came in ${rules.keepHours} h; those until ` +
        `${clock(new Date(shedUntil * 1000))} were forgotten early, so pairs are a lower bound.`,
  ].filter((note) => note !== false);
}

/** What holds for the groups of one network. */
export function notesOfGroups(groups: readonly CoShareGroup[], rules: NoteRules): readonly string[] {
  const rarity = groups.reduce((sum, group) => sum + group.rarity, 0);
  const leaders = groups.flatMap(({ leader }) => (leader === undefined ? [] : [leader]));
  const [leader] = leaders.sort((x, y) => y.low - x.low);
  return [
    `Each co-share counted as 1 / (posts of its object within ${rules.windowSeconds} s before it), those of the network ` +
      `add up to ${rarity < 10 ? rarity.toFixed(1) : count(rarity)}: popular objects count for little.`,
    leader !== undefined && `One account is strictly first in ${shareText(leader)} of its co-shares.`,
  ].filter((note) => note !== false);
}

/** Which window was used, and which one the shares themselves would give. */
export function noteOfWindow(windowSeconds: number, estimate: WindowEstimate | undefined): string {
  const used = `Posts of one object within ${windowSeconds} s of each other are a co-share`;
  if (estimate === undefined) return `${used}.`;
  return (
    `${used}; the shares of these hours would give ${Number(estimate.seconds.toFixed(1))} s (CooRnet's rule: time to ` +
    `half of the shares, median of the ${counted(estimate.quickObjects, 'quickest object')} of ${count(estimate.objects)}).`
  );
}
