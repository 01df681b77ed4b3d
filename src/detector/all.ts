/** The list of detectors. */
import { AttributedAccountSettings, createAttributedAccountDetector } from './attributed-account.ts';
import { AttributedBurstSettings, createAttributedBurstDetector } from './attributed-burst.ts';
import { HashtagBurstSettings } from './burst-settings.ts';
import { CoShareSettings, createCoShareDetector } from './co-share-detector.ts';
import type { Detector } from './detector.ts';
import { createHashtagBurstDetector } from './hashtag-burst.ts';

export interface DetectorSettings {
  readonly hashtag: HashtagBurstSettings;
  readonly attributed: AttributedBurstSettings;
  readonly account: AttributedAccountSettings;
  readonly coShare: CoShareSettings;
}

/** What stands where nothing is configured. */
export function defaultDetectorSettings(): DetectorSettings {
  return {
    hashtag: HashtagBurstSettings.parse({}),
    attributed: AttributedBurstSettings.parse({}),
    account: AttributedAccountSettings.parse({}),
    coShare: CoShareSettings.parse({}),
  };
}

export function createDetectors({ hashtag, attributed, account, coShare }: DetectorSettings): readonly Detector[] {
  return [
    createHashtagBurstDetector(hashtag),
    createAttributedBurstDetector(attributed),
    createAttributedAccountDetector(account),
    createCoShareDetector(coShare),
  ];
}
