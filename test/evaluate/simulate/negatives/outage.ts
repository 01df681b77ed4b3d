/** The platform's interface is out for some hours; afterwards what can still be had is read at once. */
import { hourMs } from '../../../../src/post/post.ts';
import { type EventDraft, type EventScene, someDay } from '../event.ts';

export function outage(scene: EventScene): EventDraft {
  const { world, random } = scene;
  const platforms = [...new Set(world.parameters.groups.map(({ platform }) => platform))];
  const hours = random.between(...world.parameters.events.outageHours);
  const fromMs = someDay(scene, 24) + random.next() * 18 * hourMs;
  return {
    platform: random.chance(0.7) ? (platforms[0] ?? 'x') : random.pick(platforms),
    tags: [],
    accounts: [],
    drafts: [],
    outage: { fromMs, toMs: fromMs + hours * hourMs },
  };
}
