/** F2a and F2b: posts and reposts of accounts that were suspended later. */
import { type Looks, suspendedWords, takedownWords } from '../../measure/study/looks.ts';
import { measureSuspendedAmplifiers, type SuspendedAmplifiers } from '../../measure/study/suspended-amplifiers.ts';
import { measureSuspendedTop, nobodyLooked } from '../../measure/study/suspended-top.ts';
import type { TracedShare } from '../../measure/study/traced.ts';
import { count, dateText } from '../../measure/words.ts';
import { counted, number, text, traced, unknown } from '../cells.ts';
import { registryWords, type StudyContext, statesWords, usualOptions } from '../context.ts';
import type { Cell, StudySection, StudyTable } from '../report.ts';

export function suspendedSection(context: StudyContext): StudySection {
  const options = usualOptions(context);
  const tops = measureSuspendedTop(context.table, { ...options, topN: context.question.top });
  const amplifiers = measureSuspendedAmplifiers(context.table, options);
  return {
    id: 'suspended',
    title: 'Accounts suspended later',
    measure: 'F2a, F2b',
    definition:
      'Of the N most interactive posts, and of the reposts of attributed posts, the share from accounts found suspended at the last look.',
    parameters: [
      ...tops.map(({ platform, looks }) => `${platform}: ${looksWords(looks)}`),
      `amplifiers: ${looksWords(amplifiers.looks)}`,
      registryWords(context),
      `reposts of posts ${statesWords(context)}`,
    ],
    guard: `Wording: ${suspendedWords}. Platforms suspend for many reasons, and an account that was never looked at is unknown, not active.`,
    notes: tops.flatMap(({ platform, inTakedownSet: { sources }, ...on }) => [
      ...(sources.length > 0 ? [`${platform}: ${takedownWords(sources)}.`] : []),
      ...(nobodyLooked(on) ? [`${platform}: nobody looked at these accounts again, so nothing is known of them.`] : []),
    ]),
    tables: [
      {
        id: 'suspended-top',
        title: 'Most interactive posts of accounts suspended later',
        columns: [
          'platform',
          'suspended / N',
          'suspended / looked at',
          'never looked at',
          'in a takedown set, by the registry or the inputs',
          'in both',
        ],
        rows: tops.map((on) => [
          text(on.platform),
          nobodyLooked(on) ? unknown : traced(on.ofAll),
          nobodyLooked(on) ? unknown : traced(on.ofLooked),
          counted(on.unknown),
          traced(on.inTakedownSet),
          number(on.suspendedAndInSet),
        ]),
      },
      amplifierTable(amplifiers),
    ],
    pictures: [],
  };
}

function amplifierTable(amplifiers: SuspendedAmplifiers): StudyTable {
  const { accounts, accountsUnknown } = amplifiers.looks;
  const nothingKnown = accounts > 0 && accounts === accountsUnknown;
  const found = (share: TracedShare): Cell => (nothingKnown ? unknown : traced(share));
  return {
    id: 'suspended-amplifiers',
    title: 'Reposts of attributed posts by accounts suspended later',
    columns: ['what', 'number'],
    rows: [
      [text('reposts of attributed posts'), counted(amplifiers.reposts)],
      [text('by accounts suspended later / all'), found(amplifiers.ofAll)],
      [text('by accounts suspended later / by accounts looked at'), found(amplifiers.ofLooked)],
      [text('accounts suspended later / accounts that reposted'), found(amplifiers.accountsOfAll)],
      [text('accounts suspended later / accounts looked at'), found(amplifiers.accountsOfLooked)],
      [text('reposts whose original author is unknown'), number(amplifiers.parentUnknown)],
    ],
  };
}

function looksWords({ accounts, accountsUnknown, withoutTime, earliest, latest }: Looks): string {
  const when =
    earliest === undefined || latest === undefined
      ? 'no look has a known time'
      : `last looks from ${dateText(earliest)} to ${dateText(latest)}`;
  return `${count(accounts)} accounts, ${count(accountsUnknown)} never looked at, ${count(withoutTime)} looks without a time; ${when}`;
}
