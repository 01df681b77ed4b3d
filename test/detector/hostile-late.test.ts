import { describe, expect, it } from 'vitest';
import { AttributedBurstSettings, createAttributedBurstDetector } from '../../src/detector/attributed-burst.ts';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import { hourMs } from '../../src/post/post.ts';
import { streamStart } from './a-stream.ts';
import { aPush, aWorld, expectSound, officeRegistry } from './hostile-stream.ts';

const pushHour = 7 * 24 + 10;
const everyday = aWorld(3, 9);

/** Posts of a push that come when its episode has closed, for hours before it closed. */
function lateAfterClosing(detector: Detector, hoursLater = 16): readonly Detection[] {
  const found: Detection[] = [];
  const push = aPush('rumours', pushHour, 2);
  const late = aPush('rumours', pushHour - 2, 2).map((post) => ({ ...post, id: `late-${post.id}` }));
  for (let hour = 1; hour <= 9 * 24; hour++) {
    const [from, to] = [streamStart + (hour - 1) * hourMs, streamStart + hour * hourMs];
    const made = [...everyday, ...push].filter(
      ({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() < to,
    );
    detector.observe(hour === pushHour + hoursLater ? [...made, ...late] : made, officeRegistry);
    found.push(...detector.detect(new Date(to)));
  }
  expect(found.some(({ open }) => !open)).toBe(true);
  return found;
}

describe('late posts of a burst that has been quiet and was closed', () => {
  it('open no empty episode of listed accounts', () => {
    expectSound(lateAfterClosing(createAttributedBurstDetector(AttributedBurstSettings.parse({ closeAfterHours: 6 }))));
  });

  it('open no empty episode of listed accounts with settings as they are, a day and an hour later', () => {
    expectSound(lateAfterClosing(createAttributedBurstDetector(AttributedBurstSettings.parse({})), 30));
  });

  it('open no empty episode of a tag', () => {
    expectSound(lateAfterClosing(createHashtagBurstDetector(HashtagBurstSettings.parse({ closeAfterHours: 6 }))));
  });
});
