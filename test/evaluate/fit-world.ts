/**
 * What the product's own fit makes of the start weights on a watched world, for whoever looks at them. Development worlds
 * only; the test worlds must stay unseen.
 */
import type { Example } from '../../src/campaign/fit-examples.ts';
import { fitWeights } from '../../src/campaign/fit-weights.ts';
import { labelOf } from '../../src/campaign/label.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { matchTruth } from './match-truth.ts';
import { attributedKinds } from './simulation.ts';
import type { Watched } from './watch-world.ts';

/** One line a weight: as it is, as fitted. */
export function fitLines(watched: Watched): readonly string[] {
  const examples = examplesOf(watched);
  const { weights } = fitWeights(examples, startRules);
  return [
    `${examples.length} bursts, ${examples.filter(({ isCampaign }) => isCampaign).length} of them campaigns`,
    ...Object.entries(startRules.weights).map(
      ([name, weight]) => `${name.padEnd(24)} ${weight.toFixed(1).padStart(5)} ${(weights[name] ?? 0).toFixed(2)}`,
    ),
  ];
}

/** Each burst with the evidence of its highest level, labelled by the truth; bursts of listed accounts have no score. */
function examplesOf({ told, simulation: { truth } }: Watched): readonly Example[] {
  const about = matchTruth(told, truth);
  const isListed = new Set<string>(attributedKinds);
  return told.flatMap((each) => {
    const event = about.get(each);
    if (each.campaign.kind === 'attributed-burst' || isListed.has(event?.kind ?? '')) return [];
    const isCampaign = event?.wanted === 'campaign';
    const { evidence } = labelOf(
      { ...each.campaign, assessment: each.assessment },
      {
        by: 'truth',
        byName: 'truth',
        at: each.campaign.lastAt,
        verdict: isCampaign ? 'campaign' : 'organic',
      },
    );
    return [{ evidence, isCampaign, week: 'one', weight: 1 }];
  });
}
