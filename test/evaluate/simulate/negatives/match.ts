/** A match that stands in the calendar: talk for two hours, and shouts within a minute of each goal. */
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import { crowdPosts, type EventDraft, type EventScene, freshTag, gather, someDay, someHome } from '../event.ts';
import { itemAt } from '../random.ts';
import { fill, sentence } from '../text.ts';

export function match(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const home = someHome(scene);
  const kickOff = someDay(scene, 6) + ((home.parameters.peakHour - 1 + 24) % 24) * hourMs;
  const goals = Array.from({ length: random.whole(2, 5) }, () => kickOff + random.between(3, 108) * minuteMs);
  const tag = freshTag(scene, home);
  const count = random.whole(...world.parameters.events.crowdAccounts);
  const isGoalTalk = (): boolean => random.chance(0.55);
  let shouting = false;
  const drafts = crowdPosts(scene, {
    accounts: gather(scene, home, count),
    group: home,
    posts: count * 3,
    tags: [tag],
    repostShare: 0.35,
    at() {
      shouting = isGoalTalk();
      if (shouting) return itemAt(goals, random.below(goals.length)) + -Math.log(1 - random.next()) * 4 * minuteMs;
      return kickOff + (random.next() * 3.2 - 0.7) * hourMs;
    },
    text: () =>
      random.chance(0.5)
        ? fill(random.pick(home.words.phrases.goal), home.words, random)
        : sentence(home.words, random),
  });
  const listed = { name: `Match ${tag}`, tags: [tag], from: new Date(kickOff), to: new Date(kickOff + 2 * hourMs) };
  const isListed = kickOff < world.fromMs + world.parameters.days * dayMs;
  return {
    platform: home.parameters.platform,
    tags: [tag],
    accounts: [],
    drafts,
    events: isListed ? [listed] : [],
  };
}
