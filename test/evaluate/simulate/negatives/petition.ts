/** People who sign something and press the button below it: one text, one title, one link, over a day or two. */
import { hourMs } from '../../../../src/post/post.ts';
import { crowdPosts, type EventDraft, type EventScene, freshTag, gather, someDay, someHome } from '../event.ts';
import { fill, newLink, sentence } from '../text.ts';

export function petition(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const home = someHome(scene);
  const hours = random.whole(8, 44);
  const start = someDay(scene, hours) + random.whole(5, 15) * hourMs;
  const tag = freshTag(scene, home);
  const shared = fill(random.pick(home.words.phrases.petition), home.words, random);
  const link = newLink('petitions.example', random);
  const count = random.whole(...world.parameters.events.crowdAccounts);
  let isButton = true;
  const drafts = crowdPosts(scene, {
    accounts: gather(scene, home, count),
    group: home,
    posts: Math.round(count * 1.2),
    tags: [tag],
    repostShare: 0.3,
    at: () => start + random.next() ** 1.3 * hours * hourMs,
    text() {
      isButton = random.chance(0.72);
      return isButton ? shared : sentence(home.words, random);
    },
    links: () => (isButton || random.chance(0.7) ? [link] : []),
  });
  return { platform: home.parameters.platform, tags: [tag], links: [link], accounts: [], drafts };
}
