/** F20: which tags are used by whom, and the family of one tag. */

import { shareOf } from '../../measure/share.ts';
import { measureTagFamily, type TagFamily, tagFamilyNote } from '../../measure/study/tag-family.ts';
import { measureTags } from '../../measure/study/tag-table.ts';
import { counted, large, minute, number, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, usualOptions } from '../context.ts';
import type { StudySection, StudyTable } from '../report.ts';

export function tagsSection(context: StudyContext): StudySection {
  const { tag, minN, declaredTags: declared } = context.question;
  const tags = measureTags(context.table, usualOptions(context));
  const classes = [...new Set(tags.top.flatMap((row) => row.classes.map((one) => one.class)))];
  const family = tag === undefined ? undefined : measureTagFamily(context.table, tag, { rows: context.rows, declared });
  return {
    id: 'tags',
    title: 'Tags',
    measure: 'F20',
    definition:
      'Tags in normal form with the written posts and accounts that use them, and the classes of their authors.',
    parameters: [registryWords(context), ...(tag === undefined ? ['no tag was asked for'] : [`family of #${tag}`])],
    guard: tagFamilyNote,
    notes: family?.firstAt === undefined && tag !== undefined ? [`No post has #${tag}.`] : [],
    tables: [
      {
        id: 'tagged',
        title: 'Posts with a tag',
        columns: ['what', 'number'],
        rows: [
          [text('written posts with a tag'), traced(tags.tagged)],
          [text('different tags'), number(tags.tags)],
        ],
      },
      {
        id: 'tags',
        title: 'Tags of most posts',
        columns: ['tag', 'posts', 'accounts', 'first', ...classes],
        rows: tags.top.map((row) => [
          text(`#${row.tag}`),
          counted(row),
          number(row.accounts),
          minute(row.firstAt),
          ...classes.map((name) => {
            const one = row.classes.find((of) => of.class === name);
            return one === undefined ? large(shareOf(0, row.n), minN) : traced(one);
          }),
        ]),
        more: tags.tags - tags.top.length,
      },
      ...(family === undefined ? [] : familyTables(family)),
    ],
    pictures: [],
  };
}

function familyTables(family: TagFamily): readonly StudyTable[] {
  const { firstAuthors } = family;
  const named = firstAuthors.listed.filter(({ entry }) => entry.publicRole);
  return [
    {
      id: 'tag-family',
      title: `The family of #${family.tag}`,
      columns: ['what', 'number'],
      rows: [
        [text('posts'), counted(family.posts)],
        [text('reposts'), counted(family.reposts)],
        [text('accounts'), number(family.accounts)],
        [text('first post'), minute(family.firstAt)],
        [text('first accounts looked at'), number(firstAuthors.accounts)],
        [text('of them in no registry'), number(firstAuthors.others)],
        ...named.map(({ entry, at }) => [text(`${entry.name}, since`), minute(at)]),
      ],
    },
    {
      id: 'tag-family-members',
      title: 'Its members: the tag, and those that people declared',
      columns: ['tag', 'posts', 'accounts'],
      rows: family.members.map(({ tag, posts, accounts }) => [text(`#${tag}`), number(posts), number(accounts)]),
    },
    {
      id: 'tag-co-used',
      title: 'Tags used together with it',
      columns: ['tag', 'together', 'posts with it', 'times as often as by chance', 'Jaccard'],
      rows: family.coUsed.map((one) => [
        text(`#${one.tag}`),
        counted(one),
        number(one.posts),
        number(one.lift, undefined, 1),
        number(one.jaccard, undefined, 3),
      ]),
    },
    {
      id: 'tag-suggestions',
      title: 'Tags that look alike, for a person to judge',
      columns: ['tag', 'posts', 'why'],
      rows: family.suggestions.map(({ tag, posts, why }) => [text(`#${tag}`), number(posts), text(why)]),
    },
  ];
}
