/** A platform as it is stored. */
import { z } from 'zod';
import { burstKinds } from './burst-objects.ts';
import { type BurstPlatform, newBurstPlatform, perKind } from './burst-platform.ts';
import { weekOfHours } from './season.ts';

const Numbers = z.array(z.number());
const Pair = z.tuple([z.number(), z.number()]);
const NewcomersState = z.object({
  accounts: z.array(Numbers),
  posts: z.array(Numbers),
  births: z.array(Pair),
  singles: z.array(Pair),
  tests: Numbers,
});
const BurstPlatformState = z.object({
  name: z.string(),
  hours: Pair,
  counted: Numbers,
  expected: Numbers,
  /** Season, sum of the drip's window, 1 while settling, sums of the windows. */
  learntHours: z.array(Numbers),
  silence: Pair,
  usual: z.number(),
  volume: Pair,
  totals: z.array(Pair),
  lateness: Numbers,
  tailFrom: z.number(),
  kinds: z.object(perKind(() => NewcomersState)),
});

export function burstPlatformState(platform: BurstPlatform): z.infer<typeof BurstPlatformState> {
  const kinds = perKind<z.infer<typeof NewcomersState>>(() => ({
    accounts: [],
    posts: [],
    births: [],
    singles: [],
    tests: [],
  }));
  for (const kind of burstKinds) {
    const { accounts, posts, births, singles, tests } = platform.kinds[kind];
    kinds[kind] = {
      accounts: accounts.bins.map((bins) => [...bins]),
      posts: posts.bins.map((bins) => [...bins]),
      births: [...births],
      singles: [...singles],
      tests: [...tests],
    };
  }
  return {
    name: platform.name,
    hours: [platform.first, platform.learnt],
    counted: [...platform.season.counted],
    expected: [...platform.season.expected],
    learntHours: platform.learntHours.map(({ season, windows, drip, settling }) => [
      season,
      drip,
      settling ? 1 : 0,
      ...windows,
    ]),
    silence: [platform.silence[0], platform.silence[1]],
    usual: platform.usual,
    volume: [platform.volume[0], platform.volume[1]],
    totals: [...platform.totals],
    lateness: [...platform.lateness],
    tailFrom: platform.tailFrom,
    kinds,
  };
}

export function burstPlatformFrom(state: unknown): BurstPlatform {
  const saved = BurstPlatformState.parse(state);
  const [first, learnt] = saved.hours;
  const platform = newBurstPlatform(saved.name, first);
  for (const kind of burstKinds) {
    const { accounts, posts, births, singles, tests } = saved.kinds[kind];
    platform.kinds[kind] = {
      accounts: { bins: accounts },
      posts: { bins: posts },
      births: new Map(births),
      singles: new Map(singles),
      tests,
    };
  }
  return {
    ...platform,
    learnt,
    season: { settings: weekOfHours, counted: saved.counted, expected: saved.expected },
    learntHours: saved.learntHours.map(([season = 0, drip = 0, settling = 0, ...windows]) => ({
      season,
      drip,
      settling: settling === 1,
      windows,
    })),
    silence: saved.silence,
    usual: saved.usual,
    volume: saved.volume,
    totals: new Map(saved.totals),
    lateness: saved.lateness,
    tailFrom: saved.tailFrom,
  };
}
