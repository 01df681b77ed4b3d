/** F15: how much is replies, and to which classes. */
import { measureReplies, replyNote } from '../../measure/study/reply-profile.ts';
import { counted, number, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, statesWords, usualOptions } from '../context.ts';
import type { StudySection } from '../report.ts';

export function repliesSection(context: StudyContext): StudySection {
  const profile = measureReplies(context.table, usualOptions(context));
  return {
    id: 'replies',
    title: 'Replies',
    measure: 'F15',
    definition: 'Replies among written posts, and the classes of the accounts that were replied to.',
    parameters: [registryWords(context), statesWords(context)],
    guard: replyNote,
    notes: [],
    tables: [
      {
        id: 'replies',
        title: 'Replies',
        columns: ['what', 'number'],
        rows: [
          [text('replies / written posts'), traced(profile.replies)],
          [text('replies to oneself'), traced(profile.toSelf)],
          [text('distinct accounts replied to'), number(profile.targets)],
          [text('replies to the five accounts replied to most'), traced(profile.topFive)],
          [text('replies to an unknown account'), counted(profile.unknownTarget)],
          [text('replies to an account of unknown class'), counted(profile.unknownClass)],
        ],
      },
      {
        id: 'reply-classes',
        title: 'Classes replied to',
        columns: ['class', 'accounts', 'replies'],
        rows: profile.classes.map((one) => [text(one.class), number(one.targets), traced(one)]),
      },
      {
        id: 'reply-entries',
        title: 'Listed institutions replied to most',
        columns: ['name', 'state', 'kind', 'replies'],
        rows: profile.entries
          .filter(({ entry }) => entry.publicRole)
          .map((one) => [text(one.entry.name), text(one.entry.state), text(one.entry.kind), counted(one)]),
      },
    ],
    pictures: [],
  };
}
