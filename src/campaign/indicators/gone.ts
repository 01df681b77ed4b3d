/** The part that was later gone: suspended accounts and deleted posts. Platforms hardly ever say why. */
import type { GoneMeasure } from '../../measure/gone.ts';
import { clock, count, counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import { shareOfText } from './share-words.ts';
import { ramp, unknown } from './weights.ts';

/** Too few checked accounts say nothing. */
const fewestChecked = 5;

export function goneIndicators(
  { suspended, deleted, checkedAt, accountsUnchecked }: GoneMeasure,
  now: Date,
): readonly Indicator[] {
  const base = { name: 'suspended-accounts', part: 'gone', family: 'after', share: suspended, strongAt: 0.1 } as const;
  const list: Indicator[] = [];
  if (suspended.of === 0 || checkedAt === undefined) {
    list.push({ ...base, ...unknown(uncheckedSentence(accountsUnchecked)) });
  } else {
    const unchecked = accountsUnchecked > 0 ? `; ${count(accountsUnchecked)} not checked` : '';
    list.push({
      ...base,
      known: true,
      weight: suspended.of < fewestChecked ? 0 : ramp(suspended.value, 0.02, 0.1, 0.8),
      sentence: `${shareOfText(suspended, 'checked account')} ${suspended.n === 1 ? 'was' : 'were'} suspended${unchecked}`,
      source: `checked ${clock(checkedAt, now)}, reason not given by the platform`,
    });
  }
  if (deleted !== undefined) {
    list.push({
      name: 'deleted-posts',
      part: 'gone',
      family: 'after',
      known: true,
      share: deleted,
      strongAt: 0.1,
      weight: ramp(deleted.value, 0.02, 0.1, 0.8),
      sentence: `${shareOfText(deleted, 'post')} ${deleted.n === 1 ? 'was' : 'were'} deleted`,
    });
  }
  return list;
}

function uncheckedSentence(accounts: number): string {
  if (accounts < 2) return 'whether accounts were suspended';
  return `whether any of ${counted(accounts, 'account')} was suspended`;
}
