/** F17: accounts with another past. */
import { measureRepurposing, repurposingNote } from '../../measure/study/repurposing.ts';
import { counted, large, text, traced } from '../cells.ts';
import { type StudyContext, spanOf, usualOptions } from '../context.ts';
import type { StudySection } from '../report.ts';

export function repurposingSection(context: StudyContext): StudySection {
  const { question } = context;
  const found = measureRepurposing(context.table, {
    ...usualOptions(context),
    span: spanOf(context),
    tag: question.tag,
  });
  const start = found.start === undefined ? 'no post' : found.start.toISOString().slice(0, 10);
  return {
    id: 'repurposing',
    title: 'Accounts with another past',
    measure: 'F17',
    definition:
      'Accounts that were silent for long before the campaign, wrote in another language or with other tags before it, or of whose posts most are older.',
    parameters: [
      `the campaign begins ${start}${question.tag === undefined ? '' : ` with the first use of #${question.tag}`}`,
      `silence from ${found.gapDays} days on; a shift from ${found.fewestPosts} posts on each side; ${found.topTags} tags compared`,
      `${found.accounts.toLocaleString('en-GB')} accounts`,
    ],
    guard: repurposingNote,
    notes: [],
    tables: [
      {
        id: 'repurposing',
        title: 'Signs of another past',
        columns: ['what', 'number'],
        rows: [
          [text('accounts with a post before the campaign'), large(found.withPast, question.minN)],
          [text(`silent for ${found.gapDays} days or more`), traced(found.gap)],
          [text('another language than before'), traced(found.language)],
          [text('none of the tags of before'), traced(found.tags)],
          [text('most posts older than the campaign'), traced(found.mostlyOlder)],
          [text('at least one of these'), traced(found.any)],
          [text(`made ${found.ageDays} days or more before the first post read`), traced(found.lateFirstPost)],
        ],
      },
      {
        id: 'post-years',
        title: 'All posts of these accounts by year',
        columns: ['year', 'posts', 'share'],
        rows: found.years.map((year) => [
          text(String(year.year)),
          counted(year),
          large(year.share, question.minN, year.behind),
        ]),
      },
    ],
    pictures: [],
  };
}
