/** F19: what is on several platforms, in which order and how soon. */
import { measureSpread, type Spread, spreadKinds, spreadNote } from '../../measure/study/spread.ts';
import { duration } from '../../measure/words.ts';
import { shownLink } from '../../post/shown-link.ts';
import { counted, link, minute, number, text, traced, unknown } from '../cells.ts';
import { type StudyContext, usualOptions } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

/** Pairs listed: hundreds of platforms make tens of thousands. */
const pairsListed = 200;

export function spreadSection(context: StudyContext): StudySection {
  const spreads = spreadKinds.map((kind) => measureSpread(context.table, kind, usualOptions(context)));
  const pairs = spreads.flatMap(({ kind, pairs: of }) => of.map((pair) => ({ kind, pair })));
  return {
    id: 'spread',
    title: 'Spread across platforms',
    measure: 'F19',
    definition: 'Links, media and tags that are on two or more platforms, with the order of arrival and the lags.',
    parameters: [],
    guard: spreadNote,
    notes: context.table.platforms.length < 2 ? ['Only one platform was read.'] : [],
    tables: [
      {
        id: 'spread',
        title: 'Objects on several platforms',
        columns: ['kind', 'on two or more platforms / all', 'median lag'],
        rows: spreads.map(({ kind, shared, medianLagMs }) => [text(kind), traced(shared), lag(medianLagMs)]),
      },
      {
        id: 'spread-pairs',
        title: 'Which platform had it first',
        columns: ['kind', 'earlier', 'later', 'objects', 'of', 'median lag'],
        rows: pairs
          .slice(0, pairsListed)
          .map(({ kind, pair }) => [
            text(kind),
            text(pair.earlier),
            text(pair.later),
            number(pair.first.n),
            number(pair.first.of),
            lag(pair.medianLagMs),
          ]),
        more: Math.max(0, pairs.length - pairsListed),
      },
      ...spreads.map((spread) => ({
        id: `spread-${spread.kind}`,
        title: `On most platforms: ${spread.kind}`,
        columns: ['object', 'posts', 'accounts', 'arrivals', 'first'],
        rows: spread.top.map((object) => objectRow(spread, object)),
      })),
    ],
    pictures: [],
  };
}

function objectRow({ kind }: Spread, object: Spread['top'][number]): readonly Cell[] {
  const arrivals = object.arrivals.map(({ platform, lagMs }) =>
    lagMs === 0 ? platform : `${platform} after ${duration(lagMs)}`,
  );
  return [
    kind === 'tag' ? text(`#${object.name}`) : link(kind === 'link' ? shownLink(object.name) : object.name),
    counted(object),
    number(object.accounts),
    text(arrivals.join(', ')),
    minute(object.arrivals[0]?.firstAt),
  ];
}

function lag(ms: number | undefined): Cell {
  return ms === undefined ? unknown : text(duration(ms));
}
