/** F1: whose posts are the most interactive ones. */
import { measureInfluence, type PlatformInfluence } from '../../measure/study/influence.ts';
import { interactionsIn } from '../../measure/study/ranking.ts';
import { isRepost, platformOf, postsBehind } from '../../measure/study/rows.ts';
import type { Behind } from '../../measure/table/post-table.ts';
import { count, counted } from '../../measure/words.ts';
import { counted as countedCell, number, share, text, traced } from '../cells.ts';
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
      ...platforms.map(({ platform, topN, formula }) => `${platform}: N = ${count(topN)}; ${formula}`),
      registryWords(context),
      statesWords(context),
    ],
    guard:
      'Authors in no registry are unattributed, which is not the same as independent. The formula is ours, after ASPI, whose own is not published.',
    notes: shortened(platforms.flatMap(notesOf)),
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
          countedCell(on.unranked),
          number(
            on.reposts,
            behindOf(context, on, (row) => isRepost(context.table, row)),
          ),
          countedCell(on.parentsOutside),
        ]),
      },
      ...classTables(platforms),
    ],
    pictures: [],
  };
}

function classTables(platforms: readonly PlatformInfluence[]): readonly StudyTable[] {
  const known = new Set<string>();
  return platforms.map((on) => {
    const name = fileName(on.platform);
    // `a.b` and `a_b` are two platforms.
    let id = name;
    for (let n = 2; known.has(id); n++) id = `${name}-${n}`;
    known.add(id);
    return classTable(on, id);
  });
}

function classTable(on: PlatformInfluence, name: string): StudyTable {
  return {
    id: `influence-${name}`,
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

/** Notes shown: a set of hundreds of platforms has one for each. */
const mostNotes = 12;

function shortened(notes: readonly string[]): readonly string[] {
  const more = notes.length - mostNotes;
  return more > 0 ? [...notes.slice(0, mostNotes), `${counted(more, 'more note')} of other platforms.`] : notes;
}

function notesOf({ platform, isShort, top, topN, attributed }: PlatformInfluence): readonly string[] {
  return [
    ...(isShort
      ? [`${platform}: only ${count(top.length)} of ${count(topN)} posts could be ranked; shares are of those.`]
      : []),
    ...(attributed.disputed > 0
      ? [`${platform}: the attribution of ${counted(attributed.disputed, 'attributed post')} is disputed.`]
      : []),
  ];
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
