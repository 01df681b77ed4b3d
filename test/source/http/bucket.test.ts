import { describe, expect, it } from 'vitest';
import { createBucket } from '../../../src/source/http/bucket.ts';
import { aTime } from '../a-poll.ts';
import { errorOf, untilTheEnd as signal } from './a-client.ts';

const aBucket = () =>
  createBucket({ host: 'api.example.org', clock: () => aTime, patienceMs: 0, sleep: async () => undefined });
const turn = { spacingMs: 0, signal };
const resetAt = new Date(aTime.getTime() + 600_000);

describe('createBucket', () => {
  it('believes the lowest of two answers that overtake each other', async () => {
    const bucket = aBucket();
    await bucket.enter(turn);
    await bucket.enter(turn);

    bucket.leave({ remaining: 0, resetAt });
    bucket.leave({ remaining: 1, resetAt: new Date(resetAt.getTime() + 900) });

    expect(await errorOf(bucket.enter(turn))).toMatchObject({ kind: 'wait' });
  });

  it('believes the answer of a new window', async () => {
    const bucket = aBucket();
    await bucket.enter(turn);
    await bucket.enter(turn);

    bucket.leave({ remaining: 0, resetAt });
    bucket.leave({ remaining: 99, resetAt: new Date(resetAt.getTime() + 900_000) });

    await expect(bucket.enter(turn)).resolves.toBeUndefined();
  });

  it('takes an answer without a word of limits for none', async () => {
    const bucket = aBucket();
    await bucket.enter(turn);
    bucket.leave({});

    await expect(Promise.all([bucket.enter(turn), bucket.enter(turn)])).resolves.toHaveLength(2);
  });
});
