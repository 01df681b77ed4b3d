/** What lives beside the everyday tags: tags that come and go, and accounts that post by the clock. */
import { dayMs, hourMs, minuteMs } from '../../../src/post/post.ts';
import { type BackgroundTag, someGroup } from './background.ts';
import { createPen, type Draft, someLikes } from './draft.ts';
import type { SimulationParameters } from './parameters.ts';
import { type Group, someAccount } from './population.ts';
import { createRandom } from './random.ts';
import { headline, newLink, newTag, sentence } from './text.ts';

/** Tags nobody used before: size Pareto, most of the posts early in a life of some days. */
export function createBirths(
  parameters: SimulationParameters,
  groups: readonly Group[],
  seed: number,
): readonly Draft[] {
  const random = createRandom(seed, 'births');
  const pen = createPen('n');
  const drafts: Draft[] = [];
  const fromMs = parameters.from.getTime();
  const untilMs = fromMs + parameters.days * dayMs;
  const largest = 3 * parameters.topTagRate;
  for (let left = random.count(parameters.birthsPerDay * (parameters.days + 3), 1); left > 0; left -= 1) {
    const group = someGroup(random, groups);
    // Some were born before the first hour and are still there.
    const bornMs = fromMs - 3 * dayMs + random.next() * (untilMs - fromMs + 3 * dayMs);
    const size = Math.min(largest, Math.floor(random.pareto(2, parameters.birthExponent)));
    const lifeMs = random.between(...parameters.birthLifeHours) * hourMs;
    const tags = [newTag(group.words, random)];
    const originals: Draft[] = [];
    for (let n = 0; n < size; n += 1) {
      const atMs = bornMs + lifeMs * (n === 0 ? 0 : random.next() ** 1.8);
      const account = someAccount(random, group, parameters.activityExponent);
      const parent = originals.length > 0 && random.chance(0.5) ? random.pick(originals) : undefined;
      const draft =
        parent !== undefined && parent.atMs < atMs
          ? pen.repost(account, atMs, parent)
          : pen.write(account, atMs, {
              text: sentence(group.words, random),
              tags,
              likes: someLikes(random, account.reach),
            });
      if (draft.kind === 'original') originals.push(draft);
      if (draft.atMs >= fromMs && draft.atMs < untilMs) drafts.push(draft);
    }
  }
  return drafts;
}

/** Accounts that post at one minute of the hour, to the second, every few hours. */
export function createSchedulers(
  parameters: SimulationParameters,
  groups: readonly Group[],
  tags: readonly BackgroundTag[],
  seed: number,
): readonly Draft[] {
  const random = createRandom(seed, 'schedulers');
  const pen = createPen('s');
  const drafts: Draft[] = [];
  const fromMs = parameters.from.getTime();
  const untilMs = fromMs + parameters.days * dayMs;
  for (const group of groups) {
    const own = tags.filter((tag) => tag.group === group);
    if (own.length === 0) continue;
    const count = Math.round(group.accounts.length * parameters.schedulerShare);
    for (const account of random.some(group.accounts, count)) {
      const everyMs = random.pick([2, 4, 6, 12, 24, 24]) * hourMs;
      const { tag } = random.pick(own);
      const host = random.pick(group.hosts);
      const first = fromMs + random.below(24) * hourMs + random.pick([0, 0, 0, 5, 15, 30, 30, 45]) * minuteMs;
      for (let atMs = first; atMs < untilMs; atMs += everyMs) {
        const text = headline(group.words, random);
        drafts.push(pen.write(account, atMs, { text, tags: [tag], links: [newLink(host, random)], likes: 0 }));
      }
    }
  }
  return drafts;
}
