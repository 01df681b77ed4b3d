/** Everything measured of a burst → its indicators, in the order in which alerts show them. */
import type { Indicator } from '../campaign.ts';
import type { Measures } from '../measures.ts';
import type { Rules } from '../rules.ts';
import type { Subject } from '../subject.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountIndicators } from './accounts.ts';
import { attributedIndicators } from './attributed.ts';
import { communityIndicators } from './community.ts';
import { contentIndicators } from './content.ts';
import { explainedIndicators } from './explained.ts';
import { goneIndicators } from './gone.ts';
import { innocentIndicators } from './innocent.ts';
import { networkIndicators } from './network.ts';
import { provenanceIndicators } from './provenance.ts';
import { timingIndicators } from './timing.ts';

export function allIndicators(
  measures: Measures,
  subject: Subject,
  around: Surroundings,
  rules: Rules,
  now: Date,
): readonly Indicator[] {
  return [
    ...attributedIndicators(measures.attributed, subject, rules),
    ...networkIndicators(measures, rules),
    ...contentIndicators(measures, rules),
    ...timingIndicators(measures, rules),
    ...accountIndicators(measures, rules),
    ...provenanceIndicators(measures, rules),
    ...goneIndicators(measures.gone, now, rules),
    ...innocentIndicators(measures, rules),
    ...communityIndicators(measures, rules),
    ...explainedIndicators(subject, around, rules),
  ];
}
