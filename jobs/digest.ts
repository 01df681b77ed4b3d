/** Store → digest → outbox: once per local date and channel, also after downtime, then marked as late. */
import { dueDigest } from '../src/alert/due.ts';
import type { Level } from '../src/campaign/campaign.ts';
import { digestMessage } from '../src/message/digest-message.ts';
import type { Job } from '../src/queue/queue.ts';
import type { Store } from '../src/store/store.ts';
import { type DigestDeps, makeDigest } from './make-digest.ts';

export interface DigestPlan {
  readonly target: string;
  readonly zone: string;
  /** Wall time `HH:MM` in the zone. */
  readonly at: string;
  readonly minLevel: Level;
}

export interface DigestJobDeps {
  readonly store: Pick<Store, 'digests'>;
  readonly plans: readonly DigestPlan[];
  readonly digest: () => Promise<DigestDeps>;
  /** No digest is written for a day before this instant: there was no Tocsin to watch it. */
  readonly runningSince: () => Promise<Date>;
  readonly now: () => Date;
}

export function createDigest({ store, plans, digest, runningSince, now }: DigestJobDeps): Job {
  return {
    name: 'digest',
    run: async () => {
      const report = { planned: 0 };
      for (const { target, zone, at, minLevel } of plans) {
        const lastLocalDate = await store.digests.lastDigest(target);
        const current = now();
        const due = dueDigest({ zone, at, lastLocalDate, now: current });
        if (due === undefined) continue;
        const instant = new Date(current.getTime() - due.late);
        if (instant <= (await runningSince())) continue;
        const made = await makeDigest({ at: instant, zone, lateMs: due.late, minLevel }, await digest());
        const planned = await store.digests.planDigest(
          target,
          due.localDate,
          {
            id: `digest|${target}|${due.localDate}`,
            target,
            kind: 'digest',
            how: 'post',
            message: digestMessage(made),
            version: 1,
          },
          now(),
        );
        if (planned) report.planned += 1;
      }
      return report;
    },
  };
}
