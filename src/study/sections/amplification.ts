/** F16: reposts within a minute, and accounts that repost one state above all. */
import { amplifierNote, measureDedicatedAmplifiers } from '../../measure/study/dedicated-amplifiers.ts';
import { measureRapidReposts } from '../../measure/study/rapid-reposts.ts';
import { counted, large, number, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, statesWords, usualOptions } from '../context.ts';
import type { StudySection } from '../report.ts';

export function amplificationSection(context: StudyContext): StudySection {
  const options = usualOptions(context);
  const rapid = measureRapidReposts(context.table, options);
  const dedicated = measureDedicatedAmplifiers(context.table, options);
  const states = dedicated.states.filter(({ state }) => options.states?.includes(state) ?? true);
  return {
    id: 'amplification',
    title: 'Amplification of attributed posts',
    measure: 'F16',
    definition: `Reposts of attributed posts within ${rapid.withinMs / 1000} s of the post, and accounts in no registry of whose reposts at least ${dedicated.minShare * 100} % go to one state.`,
    parameters: [
      `dedicated: at least ${dedicated.minReposts} reposts of posts whose author is known`,
      registryWords(context),
      statesWords(context),
    ],
    guard: amplifierNote,
    notes: [],
    tables: [
      {
        id: 'rapid-reposts',
        title: `Reposts within ${rapid.withinMs / 1000} s`,
        columns: ['what', 'number'],
        rows: [
          [text('of attributed posts'), traced(rapid.rapid)],
          [text('of other posts'), traced(rapid.elsewhere)],
          [text('reposts of attributed posts whose time is known'), large(rapid.timeKnown, options.minN)],
          [text('reposts dated before the post itself'), counted(rapid.impossible)],
          [text('reposts whose original author is unknown'), number(rapid.unknownAuthor)],
          [text('reposts of one’s own posts, left out'), number(rapid.own)],
        ],
      },
      {
        id: 'dedicated-amplifiers',
        title: 'Who reposts each state’s accounts',
        columns: [
          'state',
          'reposts',
          'dedicated accounts',
          'busy enough',
          'reposts by dedicated accounts',
          'by listed accounts',
          'by the busiest 1 %',
        ],
        rows: states.map((one) => [
          text(one.state),
          counted(one.reposts),
          traced(one.dedicated),
          number(one.busyEnough),
          traced(one.byDedicated),
          traced(one.byListed),
          traced(one.topOnePercent),
        ]),
      },
    ],
    pictures: [],
  };
}
