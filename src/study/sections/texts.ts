/** F8, F9 and F10: identical and near-identical text, noise at its end, and the same objects. */
import { measureNearDuplicates, type NearDuplicates } from '../../measure/study/near-duplicates.ts';
import { measureNoiseTails } from '../../measure/study/noise-tails.ts';
import { measureSameObjects } from '../../measure/study/same-objects.ts';
import { counted as countedWords } from '../../measure/words.ts';
import { shownLink } from '../../post/shown-link.ts';
import type { Registry } from '../../registry/registry.ts';
import { large, link, minute, number, text } from '../cells.ts';
import type { StudyContext } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

export function textSections(context: StudyContext): readonly StudySection[] {
  const duplicates = measureNearDuplicates(context.table, { rows: context.rows });
  return [duplicatesSection(context, duplicates), tailsSection(context, duplicates)];
}

function duplicatesSection({ registry, question: { minN } }: StudyContext, found: NearDuplicates): StudySection {
  return {
    id: 'near-duplicates',
    title: 'Identical and near-identical text',
    measure: 'F8',
    definition: `Posts whose text, without links, names, emoji, trailing tags and noise, was posted by at least ${found.fewestAccounts} accounts.`,
    parameters: [
      `near-identical: 5-gram Jaccard similarity from ${found.similarity} on`,
      `${countedWords(found.texts, 'different text')}, ${countedWords(found.unusable, 'post')} too short to be compared`,
      ...(found.capped > 0
        ? [`${countedWords(found.capped, 'text')} not compared with every candidate: the share may be too low`]
        : []),
    ],
    guard: 'Many readers quote one headline: this says identical text, not who wrote it or why.',
    notes: [],
    tables: [
      {
        id: 'near-duplicates',
        title: 'Share of posts in clusters of one text',
        columns: ['what', 'number'],
        rows: [
          [text('identical or near-identical text'), large(found.share, minN, found.behind)],
          [text('identical text'), large(found.identical, minN)],
          [text('clusters'), number(found.clusters)],
        ],
      },
      {
        id: 'text-clusters',
        title: 'Largest clusters',
        columns: [
          'text',
          'characters',
          'posts',
          'accounts',
          'listed accounts',
          'wordings',
          'platforms',
          'first',
          'first by',
        ],
        rows: found.top.map((cluster) => [
          text(cluster.example ?? `text ${cluster.hash}`),
          number(cluster.characters),
          number(cluster.posts, cluster.behind),
          number(cluster.accounts),
          text(cluster.attributed.map(({ kind, accounts }) => `${kind} ${accounts}`).join(', ')),
          number(cluster.wordings),
          text(cluster.platforms.join(', ')),
          minute(cluster.firstAt),
          text(firstBy(cluster.firstEntryId, registry)),
        ]),
        more: Math.max(0, found.clusters - found.top.length),
      },
    ],
    pictures: [],
  };
}

function tailsSection({ table, rows, question: { minN } }: StudyContext, { groups }: NearDuplicates): StudySection {
  const tails = measureNoiseTails(table, { rows, groups });
  return {
    id: 'noise-tails',
    title: 'Noise at the end of texts',
    measure: 'F9',
    definition:
      'Posts whose last word is four capital letters or a run of symbols that hardly any other post has, on a text that comes with many of them.',
    parameters: [
      `one text, near-identical ones together, must come with at least ${tails.fewestTails} different tails`,
      `a tail of more than ${tails.mostPerTail} posts is a word of the conversation`,
    ],
    guard:
      'Tickers and acronyms look alike; they are left out by the number of different tails, and some may slip through.',
    notes: [],
    tables: [
      {
        id: 'noise-tails',
        title: 'Noise tails',
        columns: ['what', 'number'],
        rows: [
          [text('posts with a noise tail'), large(tails.share, minN, tails.behind)],
          [text('posts with any tail, common ones too'), large(tails.anyTail, minN)],
          [text('texts that come with many tails'), number(tails.texts)],
          [text('different tails of letters'), number(tails.letters)],
          [text('different tails of symbols'), number(tails.symbols)],
        ],
      },
      {
        id: 'noise-tail-examples',
        title: 'Some of the tails',
        columns: ['tail'],
        rows: tails.examples.map((tail) => [text(tail)]),
      },
    ],
    pictures: [],
  };
}

export function objectsSection({ table, rows, registry, question: { minN } }: StudyContext): StudySection {
  const found = measureSameObjects(table, { rows, registry });
  return {
    id: 'same-objects',
    title: 'Same video, link or picture',
    measure: 'F10',
    definition: `Posts with an object that at least ${found.fewestAccounts} accounts posted within ${found.hours} h.`,
    parameters: [
      `warehouse: at least ${found.fewestObjects} objects and no post without one`,
      `${countedWords(found.withoutObject, 'written post')} without link, video or picture`,
    ],
    guard: 'News is shared by many within hours, and outlets do nothing but link to themselves.',
    notes: [],
    tables: [
      {
        id: 'same-objects',
        title: 'Shared objects',
        columns: ['what', 'number'],
        rows: [
          [text('posts with a shared object / posts with an object'), large(found.share, minN, found.behind)],
          [text('different objects'), number(found.objects)],
          [text('shared objects'), number(found.shared)],
          [text('warehouses / accounts that posted an object'), large(found.warehouses, minN, found.behindWarehouses)],
          [text('warehouses that are listed'), number(found.attributedWarehouses)],
        ],
      },
      {
        id: 'shared-objects',
        title: 'Objects of most accounts',
        columns: [
          'kind',
          'object',
          'posts',
          'accounts',
          'listed accounts',
          'platforms',
          'first',
          `most accounts in ${found.hours} h`,
          'host of',
        ],
        rows: found.top.map((one): readonly Cell[] => [
          text(one.kind),
          link(one.kind === 'media' ? one.id : shownLink(one.id)),
          number(one.posts, one.behind),
          number(one.accounts),
          number(one.attributed),
          text(one.platforms.join(', ')),
          minute(one.firstAt),
          number(one.busiest.accounts),
          text(firstBy(one.hostEntryId, registry)),
        ]),
        more: Math.max(0, found.shared - found.top.length),
      },
    ],
    pictures: [],
  };
}

/** Name of a listed organisation with a public role. */
function firstBy(entryId: string | undefined, registry: Registry): string {
  if (entryId === undefined) return '';
  const entry = registry.entries.find(({ id }) => id === entryId);
  return entry?.publicRole === true ? entry.name : 'listed, not named';
}
