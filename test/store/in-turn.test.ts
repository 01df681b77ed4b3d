import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/store/in-turn.ts';

describe('turns', () => {
  it('run one after the other, in order, also after one has failed', async () => {
    const inTurn = createTurns();
    const running: string[] = [];
    const work = (name: string, fails = false) =>
      inTurn(async () => {
        running.push(`${name} begins`);
        await Promise.resolve();
        running.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });

    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);

    expect(running).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
