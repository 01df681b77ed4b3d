/** What is said in a campaign's thread: that it grew, and each change of its level once, downwards too. */
import { hourMs } from '../post/post.ts';
import { type Assessment, type Campaign, type GrowthNote, isAtLeast, type Level } from './campaign.ts';

/** A growth note is told when the accounts grew by this factor … */
const growthFactor = 1.5;
/** … and the last note is at least this old. */
const growthPauseMs = hourMs;

/** After a detection: a rise above everything so far, or many more accounts. */
export function growthNote(before: Campaign, after: Campaign, now: Date): GrowthNote | undefined {
  const last = before.growth.at(-1);
  const told = { at: last?.at ?? before.openedAt, accounts: last?.accounts ?? before.accounts };
  const rose = after.level !== before.level;
  const grew = after.accounts >= told.accounts * growthFactor && now.getTime() - told.at.getTime() >= growthPauseMs;
  if (!rose && !grew) return undefined;
  const level = rose ? after.level : higher(after.assessment.level, levelTold(before));
  return noteOf(after, level, now);
}

/** After a later look at the same evidence: a level that is another than people know, higher or lower. */
export function levelNote(before: Campaign, after: Campaign, now: Date): GrowthNote | undefined {
  const told = levelTold(before);
  const { level, why } = after.assessment;
  if (level === told) return undefined;
  const note = { ...noteOf(after, level, now), why: why[0] };
  return isAtLeast(level, told) ? note : { ...note, fell: true };
}

/** The level as the thread gives it so far. */
export function levelTold({ growth, level }: Campaign): Level {
  return growth.at(-1)?.level ?? level;
}

/** A campaign's level is the highest it ever had. */
export function highestLevel(campaign: Campaign, { level }: Pick<Assessment, 'level'>): Level {
  return higher(level, campaign.level);
}

function higher(a: Level, b: Level): Level {
  return isAtLeast(a, b) ? a : b;
}

function noteOf({ posts, accounts, assessment }: Campaign, level: Level, at: Date): GrowthNote {
  return { at, posts, accounts, coordination: assessment.coordination, level };
}
