/** What an export does not say, and what may not be concluded from it: told in the file itself. */
import type { Campaign } from '../campaign/campaign.ts';
import { count, counted } from '../measure/words.ts';
import type { ExportAccounts, ExportEvidenceList, ExportObservables } from './model.ts';

/** The reading guide that a tracker of listed accounts owes its readers (field study 1.5, first trap). */
export const mentionSentence =
  'Attribution is cited here, never made: an account, tag, link or post that listed accounts use, mention or pass on is not thereby linked to a state.';

export interface LimitFacts {
  readonly campaign: Campaign;
  /** Posts in the store, and those of them that may be shown. */
  readonly stored: number;
  readonly shown: number;
  readonly registryVersion: string;
  readonly gaps: readonly string[];
  readonly observables: ExportObservables;
  readonly evidence: ExportEvidenceList;
  readonly accounts: ExportAccounts;
}

export function limitsOf(facts: LimitFacts): readonly string[] {
  const { campaign, stored, shown, registryVersion, gaps, observables, evidence, accounts } = facts;
  const { assessment, platform, posts } = campaign;
  const named = accounts.list.filter(({ as }) => as === 'named').length;
  return [
    mentionSentence,
    'Accounts that act at the same time or with the same text may be activists, fans or readers of one headline; the part "innocent" says what was looked for.',
    'Accounts in no registry are pseudonyms that only this installation can resolve; unattributed does not mean independent.',
    ...(named > 0
      ? [`${counted(named, 'account')} in no registry named by decision of two persons; that attributes nothing.`]
      : []),
    ...(platform === 'sample' ? ['Sample data: every account, post and link is invented.'] : []),
    ...(stored < posts ? [`${count(stored)} of ${counted(posts, 'post')} are still stored.`] : []),
    ...(shown < stored
      ? [`${counted(stored - shown, 'stored post')} left out: deleted, or the account is protected or gone.`]
      : []),
    ...(evidence.items.length < evidence.of
      ? [`${count(evidence.items.length)} of ${counted(evidence.of, 'post')} without reposts are given as evidence.`]
      : []),
    ...(accounts.list.length < accounts.of
      ? [`${count(accounts.list.length)} of ${counted(accounts.of, 'account')} are listed, the busiest ones.`]
      : []),
    ...(observables.linksWithheld > 0
      ? [`${counted(observables.linksWithheld, 'link')} left out: pages of accounts that are in no registry.`]
      : []),
    ...(assessment.registryVersion === registryVersion
      ? []
      : [`Facts were measured with registry ${assessment.registryVersion}; names follow registry ${registryVersion}.`]),
    ...gaps.map((gap) => `Gap: ${gap}.`),
    ...assessment.notKnown.map((unknown) => `Not known: ${unknown}.`),
  ];
}
