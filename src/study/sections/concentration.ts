/** F7: many authors or few. */
import { measureConcentrations, type StudyConcentration } from '../../measure/study/concentration-of.ts';
import { number, text, traced } from '../cells.ts';
import { type StudyContext, usualOptions } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

export function concentrationSection(context: StudyContext): StudySection {
  const { written, amplifying } = measureConcentrations(context.table, usualOptions(context));
  const row = (name: string, of: StudyConcentration): readonly Cell[] => [
    text(name),
    number(of.posts),
    number(of.accounts),
    number(of.effectiveAccounts, undefined, 1),
    number(of.gini, undefined, 2),
    traced(of.topOnePercent),
    traced(of.topFive),
    traced(of.singlePost),
  ];
  return {
    id: 'concentration',
    title: 'Concentration of authors',
    measure: 'F7',
    definition:
      'How many equally busy accounts would give the same posts (1 / Σ p²), and how much the busiest ones wrote.',
    parameters: [],
    guard: 'A burst by many and a burst by few read differently, and neither is a sign of bad intent by itself.',
    notes: [],
    tables: [
      {
        id: 'concentration',
        title: 'Authors and amplifiers',
        columns: [
          'what',
          'posts',
          'accounts',
          'effective accounts',
          'Gini',
          'busiest 1 %',
          'busiest five',
          'accounts with one post',
        ],
        rows: [row('written posts', written), row('reposts', amplifying)],
      },
    ],
    pictures: [],
  };
}
