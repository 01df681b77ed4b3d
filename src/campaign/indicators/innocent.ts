/** What public interest looks like by itself: varied words, and many accounts with one post each. */
import type { CoSharingMeasure } from '../../measure/co-sharing.ts';
import type { Concentration } from '../../measure/concentration.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { GoneMeasure } from '../../measure/gone.ts';
import type { VarietyMeasure } from '../../measure/variety.ts';
import { counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { shareOfText } from './share-words.ts';
import { told, unknown, weighShare } from './weigh.ts';

export interface InnocentMeasures {
  readonly variety: VarietyMeasure;
  readonly concentration: Concentration;
  readonly copies: CopyMeasure;
  readonly coSharing: CoSharingMeasure;
  readonly gone: Pick<GoneMeasure, 'erased'>;
}

const fewest = { texts: 10, accounts: 20 } as const;
/** From here on the same posts are no sign of a varied crowd. */
const patterned = { coSharing: 0.1, copies: 0.2, erased: 0.3 } as const;

export function innocentIndicators(measures: InnocentMeasures, rules: Rules): readonly Indicator[] {
  return [textVariety(measures, rules), breadth(measures, rules)];
}

/** Words put together at random vary, too: where posts are deleted at once, varied texts explain nothing. */
function textVariety({ variety: { texts }, gone }: InnocentMeasures, rules: Rules): Indicator {
  const base = { name: 'text-variety', part: 'innocent', family: 'against', share: texts } as const;
  if (texts.of < fewest.texts) return unknown(base, 'text variety: too few texts');
  const low = texts.value < 0.5 ? 'low' : texts.value < 0.9 ? 'medium' : 'high';
  const sentence = `text variety ${low} (${texts.value.toFixed(2)}: ${texts.n} distinct of ${counted(texts.of, 'text')})`;
  return weighShare({ ...base, counts: !isErased(gone), sentence }, rules);
}

function isErased({ erased }: InnocentMeasures['gone']): boolean {
  return erased !== undefined && erased.of >= fewest.texts && erased.value > patterned.erased;
}

/** A crowd of many accounts with one post each and no pattern among them is what public interest looks like. */
function breadth({ concentration, copies, coSharing, gone }: InnocentMeasures, rules: Rules): Indicator {
  const { singlePost, accounts } = concentration;
  const base = { name: 'breadth', part: 'innocent', family: 'against', share: singlePost } as const;
  if (accounts === 0) return unknown(base, 'breadth: no post is stored');
  if (accounts < fewest.accounts) {
    return told({ ...base, sentence: `breadth: only ${counted(accounts, 'account')} took part` });
  }
  const isPatterned =
    isErased(gone) ||
    coSharing.beyondPopularity.value > patterned.coSharing ||
    (copies.early.of >= fewest.texts && copies.early.value > patterned.copies);
  const sentence = `${shareOfText(singlePost, 'account')} posted once${isPatterned ? ', but with the same objects or texts, or deleted it within hours' : ''}`;
  return weighShare({ ...base, counts: !isPatterned, sentence }, rules);
}
