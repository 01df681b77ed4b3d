/** How busy a platform is: what its posts in an hour are against those it usually has. */
import type { BurstPlatform } from './burst-platform.ts';
import { seasonAt } from './season.ts';

/** Pulls the ratio of a thin platform towards 1, in posts. */
const volumePull = 20;
/** Covered hours that must be known of. */
const volumeKnownAfter = 24;

/** Posts that a platform should have in an hour; undefined while too little is known. */
function usualVolume({ volume, season }: BurstPlatform, hour: number): number | undefined {
  const [posts, seasons] = volume;
  return seasons < volumeKnownAfter ? undefined : (posts / seasons) * seasonAt(season, hour);
}

/** How busy a platform is in an hour against what is usual, without the posts of one key and what is usual of it. */
export function volumeRatio(platform: BurstPlatform, hour: number, exposure: number, own = 0, usualOwn = 0): number {
  const usual = usualVolume(platform, hour);
  if (usual === undefined) return 1;
  const others = Math.max(0, (platform.totals.get(hour) ?? 0) - own);
  return (others + volumePull) / (Math.max(0, usual * exposure - usualOwn) + volumePull);
}
