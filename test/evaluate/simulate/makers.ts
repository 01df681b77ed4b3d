/** How each kind of event is made. */
import type { AttributedEvent, HardNegative, SimulatedCampaign } from '../simulation.ts';
import { attributedBurst, attributedConvergence } from './attributed.ts';
import { ephemeral } from './campaigns/ephemeral.ts';
import { fewBusy } from './campaigns/few-busy.ts';
import { hijack } from './campaigns/hijack.ts';
import { manyThin } from './campaigns/many-thin.ts';
import { paraphrased } from './campaigns/paraphrased.ts';
import { slowDrip } from './campaigns/slow-drip.ts';
import { trendAlert } from './campaigns/trend-alert.ts';
import type { MakeEvent } from './event.ts';
import { breakingNews } from './negatives/breaking-news.ts';
import { fanArmy } from './negatives/fan-army.ts';
import { giveaway } from './negatives/giveaway.ts';
import { match } from './negatives/match.ts';
import { migrationWave } from './negatives/migration-wave.ts';
import { nationalDay } from './negatives/national-day.ts';
import { newsroom } from './negatives/newsroom.ts';
import { outage } from './negatives/outage.ts';
import { petition } from './negatives/petition.ts';

export const makers: Readonly<Record<SimulatedCampaign | HardNegative | AttributedEvent, MakeEvent>> = {
  'a-many-thin': manyThin,
  'b-few-busy': fewBusy,
  'c-trend-alert': trendAlert,
  'd-ephemeral': ephemeral,
  'e-hijack': hijack,
  'f-paraphrase': paraphrased,
  'g-slow-drip': slowDrip,
  'attributed-burst': attributedBurst,
  'attributed-convergence': attributedConvergence,
  'breaking-news': breakingNews,
  match,
  'fan-army': fanArmy,
  giveaway,
  petition,
  'migration-wave': migrationWave,
  newsroom,
  'national-day': nationalDay,
  outage,
};
