/** Labels → the rules of the week: once a week from Monday 05:00 UTC on, kept with what it came to, also when they stay. */
import { fitRules, type RulesFit, rulesInForce } from '../src/campaign/fit-rules.ts';
import { isoWeek } from '../src/campaign/fit-week.ts';
import type { Rules } from '../src/campaign/rules.ts';
import { hourMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { LabelStore, Store } from '../src/store/store.ts';

export interface RefitDeps {
  readonly store: Pick<Store, 'labels' | 'audit'>;
  /** Weights to begin with, and the version that fitted ones are named after. */
  readonly start: Rules;
  readonly now: () => Date;
}

/** Before the digests of Monday morning, which tell of it. */
const fromHour = 5;

export function createRefit({ store, start, now }: RefitDeps): Job {
  return {
    name: 'refit',
    run: async () => {
      const at = now();
      const week = isoWeek(new Date(at.getTime() - fromHour * hourMs));
      const [newest] = await store.labels.fits(1);
      if (newest !== undefined && newest.week >= week) return { fitted: false };
      const fit = fitRules(await store.labels.all(), { start, present: rulesInForce(start, newest), week, at });
      const kept = await store.labels.keepFit(fit);
      if (kept) await store.audit.append(recordOf(fit));
      return { fitted: kept, adopted: fit.adopted, labels: fit.labels, rules: fit.rules.version };
    },
  };
}

/** What campaigns are judged by from now on; read before each tick, so that a fit counts without a restart. */
export async function currentRules(labels: Pick<LabelStore, 'fits'>, start: Rules): Promise<Rules> {
  const [newest] = await labels.fits(1);
  return rulesInForce(start, newest);
}

function recordOf({
  week,
  at,
  adopted,
  rules,
  labels,
  confirmed,
  loss,
  reason,
}: RulesFit): Parameters<Store['audit']['append']>[0] {
  return {
    at,
    by: 'tocsin',
    action: adopted ? 'rules-fitted' : 'rules-kept',
    subject: rules.version,
    details: { week, labels, confirmed, ...(loss === undefined ? {} : { loss }), reason },
  };
}
