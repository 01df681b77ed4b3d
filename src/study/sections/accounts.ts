/** F12 and F13: when the accounts were made, and how many have next to no followers. */
import { creationNote, measureCreationWindows } from '../../measure/study/creation-windows.ts';
import { measureThinAccounts, thinNote } from '../../measure/study/thin-accounts.ts';
import { counted, day, large, number, share, text, traced } from '../cells.ts';
import { type StudyContext, usualOptions } from '../context.ts';
import type { StudySection } from '../report.ts';

export function thinSection(context: StudyContext): StudySection {
  const { minN } = context.question;
  const thin = measureThinAccounts(context.table, usualOptions(context));
  return {
    id: 'thin',
    title: 'Thin accounts',
    measure: 'F13',
    definition:
      'The share of accounts with fewer than five followers and with none, and of written posts without any interaction.',
    parameters: thin.formulas.map((formula) => `interactions of ${formula}`),
    guard: thinNote,
    notes: [],
    tables: [
      {
        id: 'thin',
        title: 'Thin accounts and posts without interaction',
        columns: ['what', 'number'],
        rows: [
          [text('accounts with fewer than 5 followers'), traced(thin.underFive)],
          [text('accounts with no follower'), traced(thin.noFollowers)],
          [text('median of followers'), number(thin.medianFollowers)],
          [text('accounts whose followers are known'), large(thin.followersKnown, minN)],
          [text('accounts whose followers are unknown'), counted(thin.followersUnknown)],
          [text('posts without interaction'), traced(thin.withoutInteraction)],
          [text('posts whose counters are known'), large(thin.countersKnown, minN)],
          [text('posts whose counters are unknown'), counted(thin.countersUnknown)],
        ],
      },
    ],
    pictures: [],
  };
}

export function creationSection(context: StudyContext): StudySection {
  const { minN } = context.question;
  const creation = measureCreationWindows(context.table, usualOptions(context));
  const { flagged, windowMs, minShare, minAccounts, resolution } = creation;
  const length = resolution === 'day' ? `${Math.round(windowMs / 86_400_000)} day` : `${windowMs / 3_600_000} h`;
  return {
    id: 'creation',
    title: 'Creation dates',
    measure: 'F12',
    definition: `The largest shares of the accounts that were made within one window of ${length}.`,
    parameters: [
      `flagged from ${minShare * 100} % and ${minAccounts} accounts on`,
      resolution === 'day' ? 'dates are days, so windows are days' : 'dates have a time of day',
    ],
    guard: creationNote,
    notes: [
      flagged === undefined
        ? 'Too few creation dates are known to flag a window.'
        : flagged
          ? 'The largest window is above both thresholds.'
          : 'No window is above both thresholds.',
    ],
    tables: [
      {
        id: 'creation-windows',
        title: `Windows of ${length} with the most accounts`,
        columns: ['from', 'last', 'accounts', 'share of accounts with a known date', 'all other accounts'],
        rows: creation.windows.map((window) => [
          day(window.from),
          day(window.last),
          number(window.accounts, window.behind),
          traced(window),
          window.elsewhere === undefined ? text('') : share(window.elsewhere.of < minN ? undefined : window.elsewhere),
        ]),
      },
      {
        id: 'creation-months',
        title: 'Accounts by month of creation',
        columns: ['month', 'accounts'],
        rows: creation.months.map((month) => [text(month.from.toISOString().slice(0, 7)), counted(month)]),
      },
      {
        id: 'creation-known',
        title: 'Known creation dates',
        columns: ['what', 'number'],
        rows: [
          [text('accounts with a known date'), large(creation.known, minN)],
          [text('accounts without one'), counted(creation.unknown)],
        ],
      },
    ],
    pictures: [],
  };
}
