/** A burst of a plain series in the form that `replay` prints: counts alone say nothing of accounts or coordination. */
import { basename } from 'node:path';
import type { Level } from '../campaign/campaign.ts';
import type { SeriesBurst } from '../detector/series.ts';
import { count, dateText } from '../measure/words.ts';
import { chanceText } from '../message/wording.ts';
import { dayMs } from '../post/post.ts';

export interface PrintedSeriesBurst {
  readonly from: Date;
  /** Start of the first bucket after the burst. */
  readonly to: Date;
  readonly peakAt: Date;
  readonly key: string;
  readonly posts: number;
  /** Unknown in a series of counts. */
  readonly accounts: null;
  readonly shape: null;
  /** Without evidence beyond counts never above the digest. */
  readonly level: Level;
  readonly ongoing: boolean;
  readonly reason: string;
}

/** @param bucketMs length of a bucket of the series */
export function seriesBurst(burst: SeriesBurst, file: string, bucketMs: number): PrintedSeriesBurst {
  const { from, to, peakAt, posts, usualLow, usualHigh, logP, ongoing } = burst;
  const expectedPerDay = Math.exp(logP) * (dayMs / bucketMs);
  const days = Math.round((to.getTime() - from.getTime()) / dayMs);
  const extent = days >= 2 ? `${days} days` : 'one bucket or day';
  return {
    from,
    to,
    peakAt,
    key: basename(file).replace(/\.[a-z]+$/i, ''),
    posts,
    accounts: null,
    shape: null,
    level: 'S3',
    ongoing,
    reason: `${count(posts)} in ${extent}, the most on ${dateText(peakAt)}; usually ${count(usualLow)}-${count(usualHigh)}; by chance ${chanceText(expectedPerDay)}${ongoing ? '; still going on at the end of the series' : ''}`,
  };
}
