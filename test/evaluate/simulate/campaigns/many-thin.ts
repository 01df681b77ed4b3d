/**
 * Many accounts with few posts each, as the network of 2,046 accounts of the archive of December 2021 (ASPI, Stanford):
 * made in bursts over 22 months, hardly followed, a quarter of them with another life before; ready texts in several
 * languages, videos uploaded again, office hours in Beijing, diplomats mentioned, no engagement from outside.
 */
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, knownTag, officeDay, recruit, someHome } from '../event.ts';
import type { Account, Group } from '../population.ts';
import { itemAt } from '../random.ts';
import { sentence, textBank, withNoise } from '../text.ts';

export function manyThin(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const { events } = world.parameters;
  const home = someHome(scene);
  const groups = tonguesOf(scene, home);
  const days = random.whole(1, 3);
  const start = officeDay(scene, days * 24 + 24);
  const clusters = creationClusters(scene);
  const accounts = groups.flatMap((group, n) =>
    recruit(scene, {
      count: Math.round(
        (random.whole(...events.manyThinAccounts) * (n === 0 ? 0.6 : 0.4)) / (n === 0 ? 1 : groups.length - 1),
      ),
      group,
      createdAt: () => new Date(random.pick(clusters) + random.below(2 * dayMs)),
      followers: () => random.below(9),
      defaultHandleShare: 0.6,
    }),
  );
  const own = repurposed(scene, accounts);
  const tag = random.chance(0.5) ? freshTag(scene, home) : knownTag(scene, home, own.accounts.length * 1.5, days * 24);
  const drafts = operatorShifts(scene, own.accounts, groups, { tag, start, days });
  return { platform: home.parameters.platform, tags: [tag], accounts: own.accounts, drafts, history: own.history };
}

function tonguesOf({ world, random }: EventScene, home: Group): readonly Group[] {
  const others = world.groups.filter(
    (group) => group.parameters.platform === home.parameters.platform && group.parameters.lang !== home.parameters.lang,
  );
  return [home, ...random.some(others, random.whole(1, 5))];
}

/** 15 to 30 of them over 22 months, the last one some months ago. */
function creationClusters({ world, random }: EventScene): readonly number[] {
  const count = random.whole(...world.parameters.events.creationClusters);
  const last = world.fromMs - random.between(60, 240) * dayMs;
  return Array.from({ length: count }, () => Math.floor((last - random.next() * 22 * 30.4 * dayMs) / 1000) * 1000);
}

/** A quarter are old accounts that posted about other things in another language and were silent for half a year. */
function repurposed(
  scene: EventScene,
  accounts: readonly Account[],
): { readonly accounts: readonly Account[]; readonly history: readonly Draft[] } {
  const { world, random, pen } = scene;
  const history: Draft[] = [];
  const mixed = accounts.map((account) => {
    if (!random.chance(world.parameters.events.repurposedShare)) return account;
    const old = {
      ...account,
      createdAt: new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(1500, 4000) * dayMs),
      followers: random.below(200),
    };
    const former = random.pick(world.groups.filter(({ parameters }) => parameters.lang !== account.lang));
    const lastMs = world.fromMs - random.between(200, 420) * dayMs;
    for (let left = random.whole(5, 15); left > 0; left -= 1) {
      const atMs = lastMs - random.next() * 120 * dayMs;
      const tags = random.chance(0.4) ? [random.pick(world.tags.filter(({ group }) => group === former)).tag] : [];
      const lang = former.parameters.lang;
      history.push(pen.write(old, atMs, { text: sentence(former.words, random), tags, lang, likes: 0 }));
    }
    return old;
  });
  return { accounts: mixed, history };
}

interface Shift {
  readonly tag: string;
  readonly start: number;
  readonly days: number;
}

/** One person after the other logs in: batches of some accounts within minutes, between nine and six in Beijing. */
function operatorShifts(
  { world, random, pen }: EventScene,
  accounts: readonly Account[],
  groups: readonly Group[],
  { tag, start, days }: Shift,
): readonly Draft[] {
  const banks = new Map(
    groups.map(({ words, parameters }) => [
      parameters.lang,
      textBank(words, random, world.parameters.events.manyThinBank),
    ]),
  );
  const videos = Array.from({ length: 8 }, () => `v${random.below(2 ** 30).toString(36)}`);
  const diplomats = random.some(
    world.listed.accounts.filter(({ kind }) => kind === 'diplomat'),
    3,
  );
  const drafts: Draft[] = [];
  for (let day = 0; day < days; day += 1) {
    const waiting = [...random.some(accounts, day === 0 ? accounts.length : Math.round(accounts.length * 0.5))];
    while (waiting.length > 0) {
      const batch = waiting.splice(0, random.whole(5, 14));
      const batchMs = start + day * dayMs + random.next() * 8.7 * hourMs;
      for (const account of batch) {
        const bank = banks.get(account.lang) ?? [];
        const mention = random.chance(0.15) && diplomats.length > 0 ? `@${random.pick(diplomats).account.handle} ` : '';
        const text = `${mention}${withNoise(itemAt(bank, random.below(bank.length)), random)}`;
        const media = random.chance(0.25) ? [upload(random.pick(videos))] : undefined;
        const tags = random.chance(0.6) ? [tag] : [];
        drafts.push(
          pen.write(account, batchMs + random.next() * 3 * minuteMs, { text, tags, media, likes: random.below(2) }),
        );
      }
    }
  }
  return drafts;

  /** The same file sent up again gets an id of its own more often than not. */
  function upload(video: string): string {
    return random.chance(0.6) ? `${video}-${random.below(1e6)}` : video;
  }
}
