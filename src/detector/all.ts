/** The list of detectors. */
import { type AttributedAccountSettings, createAttributedAccountDetector } from './attributed-account.ts';
import { type AttributedBurstSettings, createAttributedBurstDetector } from './attributed-burst.ts';
import { type CoShareSettings, createCoShareDetector } from './co-share-detector.ts';
import type { Detector } from './detector.ts';
import { createHashtagBurstDetector, type HashtagBurstSettings } from './hashtag-burst.ts';

export interface DetectorSettings {
  readonly hashtag: HashtagBurstSettings;
  readonly attributed: AttributedBurstSettings;
  readonly account: AttributedAccountSettings;
  readonly coShare: CoShareSettings;
}

export function createDetectors({ hashtag, attributed, account, coShare }: DetectorSettings): readonly Detector[] {
  return [
    createHashtagBurstDetector(hashtag),
    createAttributedBurstDetector(attributed),
    createAttributedAccountDetector(account),
    createCoShareDetector(coShare),
  ];
}
