import { describe, expect, it } from 'vitest';
import { pace } from '../../src/queue/pace.ts';

const marker = { member: 'collect', score: 0 };

/** A backend that is woken and claims as told, and notes in which order it was asked. */
function aBackend(claims: readonly (string | null | Error)[]) {
  const calls: string[] = [];
  const left = [...claims];
  const backend = {
    async waitForJob(_seconds: number) {
      calls.push('wait');
      return left.length > 0 ? marker : null;
    },
    async moveToActive(_token: string) {
      calls.push('claim');
      const claim = left.shift() ?? null;
      if (claim instanceof Error) throw claim;
      return [claim];
    },
  };
  const rest = async (): Promise<void> => void calls.push('rest');
  return { backend: pace(backend, rest), calls };
}

describe('a paced backend', () => {
  it('does not hold up a worker that finds a job at each wake', async () => {
    const { backend, calls } = aBackend(['first', 'second']);

    await backend.waitForJob(5);
    await backend.moveToActive('a');
    await backend.waitForJob(5);
    await backend.moveToActive('b');

    expect(calls).toEqual(['wait', 'claim', 'wait', 'claim']);
  });

  it('rests after a wake in vain, once', async () => {
    const { backend, calls } = aBackend([null, 'second']);

    await backend.waitForJob(5);
    await backend.moveToActive('a');
    await backend.waitForJob(5);
    await backend.moveToActive('b');

    expect(calls).toEqual(['wait', 'claim', 'rest', 'wait', 'claim']);
  });

  it('does not rest where nobody woke the worker: its time was up', async () => {
    const { backend, calls } = aBackend([]);

    await backend.waitForJob(5);
    await backend.moveToActive('a');
    await backend.waitForJob(5);

    expect(calls).toEqual(['wait', 'claim', 'wait']);
  });

  it('rests after a claim that failed, and passes the error on', async () => {
    const { backend, calls } = aBackend([new Error('no such socket')]);

    await expect(backend.moveToActive('a')).rejects.toThrow('no such socket');

    expect(calls).toEqual(['claim', 'rest']);
  });
});
