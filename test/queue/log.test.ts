import { expect, it } from 'vitest';
import { createErrorLog } from '../../src/queue/log.ts';

it('logs one of many like errors in half a minute, and how many were held back', () => {
  const logged: object[] = [];
  let now = 0;
  const onError = createErrorLog({ warn: () => undefined, error: (fields) => logged.push(fields) }, () => now);

  for (now = 0; now < 60_000; now += 100) onError(new Error('refused'));

  expect(logged).toEqual([
    { err: new Error('refused'), heldBack: 0 },
    { err: new Error('refused'), heldBack: 299 },
  ]);
});
