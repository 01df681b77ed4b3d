/** A worker process for the queue tests: begins a tick, says so, and never ends it. */
import { createJobQueue, type JobQueueDeps } from '../../src/queue/bullmq.ts';

const given = JSON.parse(process.argv[2] ?? '') as JobQueueDeps;
const queue = await createJobQueue(given);
const endless = {
  name: 'collect',
  run: () => {
    process.stdout.write('begun\n');
    return new Promise<never>(() => undefined);
  },
};
await queue.work([endless], () => undefined);
