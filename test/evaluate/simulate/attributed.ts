/** Bursts of listed accounts: one far above its own usual, many of a state at once, or several on one new topic. */
import { hourMs } from '../../../src/post/post.ts';
import { type Draft, someLikes } from './draft.ts';
import { type EventDraft, type EventScene, freshTag, someDay } from './event.ts';
import type { ListedAccount } from './listed.ts';
import { itemAt } from './random.ts';
import { fill, headline, newLink } from './text.ts';

/** Every other time one account alone, otherwise most accounts of a state. */
export function attributedBurst(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const start = someDay(scene, 8) + random.whole(2, 15) * hourMs;
  if (random.chance(0.5)) {
    const one = random.pick(world.listed.accounts);
    const hours = random.between(3, 8);
    const posts = Math.round((one.postsPerDay / 24) * hours * 3 + random.whole(30, 90));
    const tag = freshTag(scene, one.group);
    return told(
      [one],
      [tag],
      spread(scene, one, posts, start, hours, () => (random.chance(0.8) ? [tag] : one.topics.slice(0, 1))),
    );
  }
  const state = random.pick(world.parameters.listedStates);
  const members = world.listed.accounts.filter((one) => one.state === state && random.chance(0.75));
  const drafts = members.flatMap((one) => {
    const posts = Math.round((one.postsPerDay / 4) * random.between(3, 7)) + 2;
    return spread(scene, one, posts, start, 6, () => [random.pick(one.topics)]);
  });
  return told(members, [], drafts);
}

export function attributedConvergence(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const start = someDay(scene, 8) + random.whole(2, 15) * hourMs;
  const state = random.pick(world.parameters.listedStates);
  const all = world.listed.accounts.filter((one) => one.state === state);
  const members = random.some(all, random.whole(6, Math.max(6, Math.min(14, all.length))));
  const tag = freshTag(scene, itemAt(world.groups, 0));
  const points = new Map(
    world.groups.map(({ words }) => [
      words,
      Array.from({ length: 4 }, () => fill(random.pick(words.phrases.clauses), words, random)),
    ]),
  );
  const drafts = members.flatMap((one) => {
    const lines = points.get(one.group.words) ?? [];
    return spread(
      scene,
      one,
      random.whole(1, 4),
      start,
      5,
      () => [tag],
      () => (random.chance(0.5) ? random.pick(lines) : headline(one.group.words, random)),
    );
  });
  return told(members, [tag], drafts);
}

function spread(
  { random, pen }: EventScene,
  { account, group, host }: ListedAccount,
  posts: number,
  start: number,
  hours: number,
  tags: () => readonly string[],
  text: () => string = () => headline(group.words, random),
): readonly Draft[] {
  return Array.from({ length: posts }, () => {
    const links = random.chance(0.5) ? [newLink(host, random)] : [];
    const likes = someLikes(random, account.reach);
    return pen.write(account, start + random.next() * hours * hourMs, { text: text(), tags: tags(), links, likes });
  });
}

function told(members: readonly ListedAccount[], tags: readonly string[], drafts: readonly Draft[]): EventDraft {
  const platform = itemAt(members, 0).account.platform;
  return { platform, tags, accounts: members.map(({ account }) => account), drafts };
}
