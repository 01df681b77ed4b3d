/**
 * Slows a worker down where BullMQ on PostgreSQL would spin.
 *
 * A worker waiting for work is woken as soon as a tick waits, also when the tick may not be taken because another
 * worker still runs the one before: it would ask again at once, some hundred times a second, for as long as that run
 * takes. The same happens while the server is away and the socket refuses at once. After a wake in vain or a failed
 * claim it therefore rests.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** The two calls of a BullMQ backend that a worker loops over. */
interface Claiming {
  waitForJob(seconds: number): Promise<{ member: string; score: number } | null>;
  moveToActive(token: string, name?: string): Promise<readonly unknown[]>;
}

// A tick that waits for another worker's run to end can wait a second longer.
const restMs = 1000;

export function pace<Backend extends Claiming>(backend: Backend, rest: () => Promise<unknown> = restASecond): Backend {
  const waitForJob = backend.waitForJob.bind(backend);
  const moveToActive = backend.moveToActive.bind(backend);
  let woken = false;
  let inVain = false;

  backend.waitForJob = async (seconds) => {
    if (inVain) await rest();
    inVain = false;
    const marker = await waitForJob(seconds);
    woken = marker !== null;
    return marker;
  };

  backend.moveToActive = async (token, name) => {
    try {
      const claimed = await moveToActive(token, name);
      inVain = woken && !claimed[0];
      return claimed;
    } catch (error) {
      await rest();
      throw error;
    } finally {
      woken = false;
    }
  };

  return backend;
}

function restASecond(): Promise<unknown> {
  return sleep(restMs);
}
