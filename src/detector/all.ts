/** The list of detectors. */
import { type AttributedBurstSettings, createAttributedBurstDetector } from './attributed-burst.ts';
import { type CoShareSettings, createCoShareDetector } from './co-share-detector.ts';
import type { Detector } from './detector.ts';
import { createHashtagBurstDetector, type HashtagBurstSettings } from './hashtag-burst.ts';

export interface DetectorSettings {
  readonly hashtag: HashtagBurstSettings;
  readonly attributed: AttributedBurstSettings;
  readonly coShare: CoShareSettings;
}

export function createDetectors({ hashtag, attributed, coShare }: DetectorSettings): readonly Detector[] {
  return [
    createHashtagBurstDetector(hashtag),
    createAttributedBurstDetector(attributed),
    createCoShareDetector(coShare),
  ];
}
