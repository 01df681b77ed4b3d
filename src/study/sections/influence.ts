/** F1: whose posts are the most interactive ones. */
import { measureInfluence, type PlatformInfluence } from '../../measure/study/influence.ts';
import { interactionsIn } from '../../measure/study/ranking.ts';
import { isRepost, platformOf, postsBehind } from '../../measure/study/rows.ts';
import type { Behind } from '../../measure/table/post-table.ts';
import { counted, number, share, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, statesWords, usualOptions } from '../context.ts';
import type { StudySection, StudyTable } from '../report.ts';

export function influenceSection(context: StudyContext): StudySection {
  const { question } = context;
  const { platforms } = measureInfluence(context.table, { ...usualOptions(context), topN: question.top });
  const interactions = interactionsIn(context.table);
  return {
    id: 'influence',
    title: 'Influence: the most interactive posts',
    measure: 'F1',
    definition:
      'Of the N posts with the most interactions on each platform, the share written by each class of author.',
    parameters: [
      ...platforms.map(({ platform, topN, formula }) => `${platform}: N = ${topN.toLocaleString('en-GB')}; ${formula}`),
      registryWords(context),
      statesWords(context),
    ],
    guard:
      'Authors in no registry are unattributed, which is not the same as independent. The formula is ours, after ASPI, whose own is not published.',
    notes: platforms.flatMap(notesOf),
    tables: [
      {
        id: 'influence',
        title: 'Attributed share of the most interactive posts',
        columns: [
          'platform',
          'N',
          'attributed to a state',
          'of their interactions',
          'ranked',
          'not ranked',
          'reposts folded',
          'reposts of posts outside',
        ],
        rows: platforms.map((on) => [
          text(on.platform),
          number(on.top.length, () => ({ of: 'posts', rows: on.top })),
          traced(on.attributed),
          share(on.attributed.weighted, on.attributed.behind),
          number(
            on.ranked,
            behindOf(context, on, (row) => !isRepost(context.table, row) && interactions(row) >= 0),
          ),
          counted(on.unranked),
          number(
            on.reposts,
            behindOf(context, on, (row) => isRepost(context.table, row)),
          ),
          counted(on.parentsOutside),
        ]),
      },
      ...platforms.map(classTable),
    ],
    pictures: [],
  };
}

function classTable(on: PlatformInfluence): StudyTable {
  return {
    id: `influence-${fileName(on.platform)}`,
    title: `Classes of author among the most interactive posts, ${on.platform}`,
    columns: ['class', 'posts', 'interactions'],
    rows: on.classes.map((one) => [text(one.name), traced(one), share(one.weighted, one.behind)]),
  };
}

function behindOf(
  { table, rows }: StudyContext,
  { platform }: PlatformInfluence,
  fits: (row: number) => boolean,
): () => Behind {
  const index = table.platforms.indexOf(platform);
  return postsBehind(table, (row) => platformOf(table, row) === index && fits(row), rows);
}

function notesOf({ platform, isShort, top, topN }: PlatformInfluence): readonly string[] {
  return isShort
    ? [
        `${platform}: only ${top.length.toLocaleString('en-GB')} of ${topN.toLocaleString('en-GB')} posts could be ranked; shares are of those.`,
      ]
    : [];
}

/** Platforms name tables, and tables name files. */
function fileName(platform: string): string {
  return (
    platform
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40) || 'platform'
  );
}
