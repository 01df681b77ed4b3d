import { expect, it } from 'vitest';
import { z } from 'zod';
import { AttributedBurstSettings, createAttributedBurstDetector } from '../../src/detector/attributed-burst.ts';
import type { StateEntry } from '../../src/detector/detector.ts';
import { hourMs } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { daysIn, streamStart } from './a-stream.ts';
import { officeRegistry } from './hostile-stream.ts';

it('does not keep a topic for every tag that a listed account makes up, but those that it uses', () => {
  const detector = createAttributedBurstDetector(AttributedBurstSettings.parse({}));
  let stored: readonly StateEntry[] = [];
  for (let day = 1; day <= 9; day++) {
    const made = day > 4 ? 5 : 250;
    const posts = Array.from({ length: made }, (_, i) =>
      aPost({
        accountId: 'office1',
        createdAt: new Date(daysIn(day - 1) + (i % 24) * hourMs + i * 1000),
        tags: ['usual', ...Array.from({ length: 19 }, (_each, n) => `made-up-${day}-${i}-${n}`)],
      }),
    );
    detector.observe(posts, officeRegistry);
    detector.detect(new Date(streamStart + day * 24 * hourMs));
    stored = detector.takeChanges();
  }

  const { topics } = z
    .object({ topics: z.array(z.tuple([z.string(), z.unknown()])) })
    .parse(stored.find(({ key }) => key === 'x|XX government')?.state);
  const names = new Set(topics.map(([name]) => name));
  expect(names.size).toBeLessThanOrEqual(10_000);
  expect(names).toContain('#usual');
  expect(names).toContain('#made-up-9-4-18');
});
