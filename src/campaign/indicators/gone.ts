/** The part that was later gone: suspended accounts and deleted posts. Platforms hardly ever say why. */
import type { GoneMeasure } from '../../measure/gone.ts';
import { clock, count, counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { shareOfText } from './share-words.ts';
import { unknown, weighShare } from './weigh.ts';

/** Too few checked accounts say nothing. */
const fewestChecked = 5;
/** As many posts as the table of indicators asks for texts. */
const fewestPosts = 10;

export function goneIndicators(measured: GoneMeasure, now: Date, rules: Rules): readonly Indicator[] {
  return [suspendedAccounts(measured, now, rules), ...deletedPosts(measured, rules), ...erasedPosts(measured, rules)];
}

function suspendedAccounts(
  { suspended, checkedAt, accountsUnchecked }: GoneMeasure,
  now: Date,
  rules: Rules,
): Indicator {
  const base = { name: 'suspended-accounts', part: 'gone', family: 'after', share: suspended } as const;
  if (suspended.of === 0 || checkedAt === undefined) return unknown(base, uncheckedSentence(accountsUnchecked));
  const unchecked = accountsUnchecked > 0 ? `; ${count(accountsUnchecked)} not checked` : '';
  return weighShare(
    {
      ...base,
      counts: suspended.of >= fewestChecked,
      sentence: `${shareOfText(suspended, 'checked account')} ${suspended.n === 1 ? 'was' : 'were'} suspended${unchecked}`,
      source: `checked ${clock(checkedAt, now)}, reason not given by the platform`,
    },
    rules,
  );
}

function deletedPosts({ deleted }: GoneMeasure, rules: Rules): readonly Indicator[] {
  if (deleted === undefined) return [];
  const sentence = `${shareOfText(deleted, 'post')} ${deleted.n === 1 ? 'was' : 'were'} deleted`;
  return [weighShare({ name: 'deleted-posts', part: 'gone', family: 'after', share: deleted, sentence }, rules)];
}

/** A few per cent of any posts are deleted; most of them within hours is what no crowd does (Elmas et al. 2021). */
function erasedPosts({ erased, erasedHours }: GoneMeasure, rules: Rules): readonly Indicator[] {
  if (erased === undefined || erased.of < fewestPosts) return [];
  const sentence = `${shareOfText(erased, 'post')} ${erased.n === 1 ? 'was' : 'were'} found deleted within ${erasedHours} h of being posted`;
  return [weighShare({ name: 'erased-posts', part: 'gone', family: 'after', share: erased, sentence }, rules)];
}

function uncheckedSentence(accounts: number): string {
  if (accounts < 2) return 'whether accounts were suspended';
  return `whether any of ${counted(accounts, 'account')} was suspended`;
}
