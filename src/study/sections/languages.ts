/** F3 and F21: which languages write how, and whether both sides of a question use the same tags. */
import { measureLanguageStance } from '../../measure/study/language-stance.ts';
import { measureTwoSidedness, type Side } from '../../measure/study/two-sidedness.ts';
import { languageSources, stances } from '../../measure/table/post-table.ts';
import { counted, number, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, usualOptions } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

export function languagesSection(context: StudyContext): StudySection {
  const languages = measureLanguageStance(context.table, { rows: context.rows });
  const unclassified = languages.total.stances.unclassified.share;
  const all = [...languages.rows, ...(languages.rows.length > 1 ? [languages.total] : [])];
  return {
    id: 'languages',
    title: 'Languages and stance',
    measure: 'F3',
    definition:
      'Written posts by language, and of each language the share with a positive, neutral, negative or no stance.',
    parameters: [
      languages.stanceBy === undefined ? 'stance: nothing classified it' : `stance by ${languages.stanceBy}`,
      `languages with fewer than ${languages.minRow} posts are one row`,
    ],
    guard:
      'A lexicon counts words, it does not understand; nothing is translated, and a language that it does not cover stays unclassified.',
    notes:
      languages.stanceBy !== undefined && languages.posts > 0 && unclassified.of === unclassified.n
        ? ['No post was classified: the lexicon may be of another question or other languages than these posts.']
        : [],
    tables: [
      {
        id: 'languages',
        title: 'Language × stance',
        columns: ['language', 'posts', ...stances],
        rows: all.map(({ lang, posts, stances: of }) => [
          text(lang),
          counted(posts),
          ...stances.map((stance) => traced(of[stance])),
        ]),
      },
      {
        id: 'language-sources',
        title: 'Where the language comes from, in posts',
        columns: ['language', ...languageSources],
        rows: all.map(({ lang, from }) => [text(lang), ...languageSources.map((source) => number(from[source]))]),
      },
    ],
    pictures: [],
  };
}

export function sidesSection(context: StudyContext): StudySection {
  const sides = measureTwoSidedness(context.table, usualOptions(context));
  const row = (name: string, side: Side): readonly Cell[] => [
    text(name),
    traced(side.posts),
    counted(side.accounts),
    traced(side.attributed),
    text(side.languages.map(({ lang, posts }) => `${lang} ${posts.toLocaleString('en-GB')}`).join(', ')),
  ];
  return {
    id: 'sides',
    title: 'Both sides of the question',
    measure: 'F21',
    definition: 'Of the posts with a stance, the share of each side; both sides are always listed.',
    parameters: [
      sides.stanceBy === undefined ? 'stance: nothing classified it' : `stance by ${sides.stanceBy}`,
      `critical side: ${sides.criticalStance}`,
      registryWords(context),
    ],
    guard: 'A burst on a campaign’s tag is not the campaign: critics use the same tags.',
    notes: sides.note === undefined ? [] : [sides.note],
    tables: [
      {
        id: 'sides',
        title: 'Sides',
        columns: ['side', 'posts / posts with a stance', 'accounts', 'attributed to a state', 'languages'],
        rows: [row('supporting', sides.supporting), row('critical', sides.critical), row('neutral', sides.neutral)],
      },
      {
        id: 'sides-unclassified',
        title: 'Not on any side',
        columns: ['what', 'number'],
        rows: [
          [text('posts without a stance / written posts'), traced(sides.unclassified)],
          [text('accounts that wrote on both sides'), number(sides.accountsOnBoth)],
        ],
      },
    ],
    pictures: [],
  };
}
