/** What public interest looks like by itself: varied words, and many accounts with one post each. */
import type { Batches } from '../../measure/batches.ts';
import type { CoSharingMeasure } from '../../measure/co-sharing.ts';
import type { Concentration } from '../../measure/concentration.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { GoneMeasure } from '../../measure/gone.ts';
import type { TogetherAgain } from '../../measure/together-again.ts';
import type { VarietyMeasure } from '../../measure/variety.ts';
import { counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { type Points, points } from './points.ts';
import { shareOfText } from './share-words.ts';
import { told, unknown, weighShare } from './weigh.ts';

export interface InnocentMeasures {
  readonly variety: VarietyMeasure;
  readonly concentration: Concentration;
  readonly copies: CopyMeasure;
  readonly coSharing: CoSharingMeasure;
  readonly batches: Pick<Batches, 'z'> | undefined;
  readonly again: Pick<TogetherAgain, 'z'> | undefined;
  readonly gone: Pick<GoneMeasure, 'erased'>;
}

const fewest = { texts: 10, accounts: 20 } as const;
/** From here on the same posts are no sign of a varied crowd. */
const patterned = { coSharing: 0.1, copies: 0.2, erased: 0.3 } as const;

export function innocentIndicators(measures: InnocentMeasures, rules: Rules): readonly Indicator[] {
  return [textVariety(measures, rules), breadth(measures, rules)];
}

/**
 * Words put together at random vary, too: where posts are deleted at once, varied texts explain nothing. Nor where accounts
 * are worked through together: one hand can write, or have written, other words for each.
 */
function textVariety({ variety: { texts }, copies, gone, batches, again }: InnocentMeasures, rules: Rules): Indicator {
  const base = { name: 'text-variety', part: 'innocent', family: 'against', share: texts } as const;
  if (texts.of < fewest.texts) return unknown(base, 'text variety: too few texts');
  const low = texts.value < 0.5 ? 'low' : texts.value < 0.9 ? 'medium' : 'high';
  const sentence = `text variety ${low} (${texts.value.toFixed(2)}: ${texts.n} distinct of ${counted(texts.of, 'text')})`;
  return weighShare(
    { ...base, counts: !isErased(gone) && !isWorkedThrough({ batches, again }) && !isCopied(copies), sentence },
    rules,
  );
}

function isErased({ erased }: InnocentMeasures['gone']): boolean {
  return erased !== undefined && erased.of >= fewest.texts && erased.value > patterned.erased;
}

/** Where the first texts or the newest are copies, the words of those who came in between explain nothing. */
function isCopied({ early, recent }: Pick<CopyMeasure, 'early' | 'recent'>): boolean {
  return [early, recent].some(({ of, value }) => of >= fewest.texts && value >= points['copy-share'].strong);
}

/** Half of what makes the sign strong. */
function isWorkedThrough({ batches, again }: Pick<InnocentMeasures, 'batches' | 'again'>): boolean {
  const isBeyond = (z: number | undefined, { reference, strong }: Points): boolean =>
    z !== undefined && z >= (reference + strong) / 2;
  return isBeyond(batches?.z, points.batches) || isBeyond(again?.z, points['together-again']);
}

/** A crowd of many accounts with one post each and no pattern among them is what public interest looks like. */
function breadth(
  { concentration, copies, coSharing, gone, batches, again }: InnocentMeasures,
  rules: Rules,
): Indicator {
  const { singlePost, accounts } = concentration;
  const base = { name: 'breadth', part: 'innocent', family: 'against', share: singlePost } as const;
  if (accounts === 0) return unknown(base, 'breadth: no post is stored');
  if (accounts < fewest.accounts) {
    return told({ ...base, sentence: `breadth: only ${counted(accounts, 'account')} took part` });
  }
  const isPatterned =
    isErased(gone) ||
    isWorkedThrough({ batches, again }) ||
    coSharing.beyondPopularity.value > patterned.coSharing ||
    (copies.early.of >= fewest.texts && copies.early.value > patterned.copies);
  const sentence = `${shareOfText(singlePost, 'account')} posted once${isPatterned ? ', but with the same objects or texts, in batches, or deleted it within hours' : ''}`;
  return weighShare({ ...base, counts: !isPatterned, sentence }, rules);
}
