/** F22: how far it got, as a proposal. */
import { proposeBreakout } from '../../measure/study/breakout.ts';
import { number, text } from '../cells.ts';
import type { StudyContext } from '../context.ts';
import type { StudySection } from '../report.ts';

/** @param communities of the network of co-sharing; 0 leaves the question to the languages */
export function breakoutSection({ table, rows }: StudyContext, communities: number): StudySection {
  const { level, means, reasons, limits } = proposeBreakout(table, {
    rows,
    communities: communities === 0 ? undefined : communities,
  });
  return {
    id: 'breakout',
    title: 'Breakout, proposed',
    measure: 'F22',
    definition: 'How far the posts of the set reached, on the six steps of the Breakout Scale (Nimmo 2020).',
    parameters: [...limits],
    guard: 'A proposal from what was read: the level is set by a person.',
    notes: [`Proposed level ${level}: ${means}`],
    tables: [
      {
        id: 'breakout',
        title: 'Reasons',
        columns: ['about', 'reason', 'met', 'posts or accounts'],
        rows: reasons.map(({ about, why, isMet, behind }) => [
          text(about),
          text(why),
          text(isMet ? 'yes' : 'no'),
          number(behind().rows.length, behind),
        ]),
      },
    ],
    pictures: [],
  };
}
