/** `/status`: what is read, what is missing, what waits. */
import { z } from 'zod';
import type { Command } from '../src/chat/command.ts';
import { clock, count, counted, dateText } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { platformName } from '../src/message/wording.ts';
import { dayMs } from '../src/post/post.ts';
import type { CommandDeps } from './deps.ts';

export function statusCommand({ store, registry, status, mark }: CommandDeps): Command {
  return {
    name: 'status',
    summary: 'What is read, what is missing and what waits to be sent',
    arguments: [],
    schema: z.object({}),
    visibility: 'private',
    slow: false,
    examples: ['/status'],
    run: async (_asker, _args, now) => {
      const { posts, accounts, first, last, platforms } = await store.posts.summary();
      const states = await store.posts.sourceStates();
      const gaps = await store.posts.gapsIn({ from: new Date(now.getTime() - 7 * dayMs), to: now });
      const { version, entries } = await registry();
      const stored = platforms.map((one) => `${platformName(one.platform)} ${count(one.posts)}`).join(' · ');
      const span = first === undefined || last === undefined ? '' : `, ${dateText(first)} to ${dateText(last)}`;
      return {
        visibility: 'private',
        message: answerMessage({
          title: `Status at ${clock(now)}`,
          sections: [
            {
              label: 'Stored',
              lines: [
                `${counted(posts, 'post')} by ${counted(accounts, 'account')}${span}`,
                ...(stored === '' ? [] : [stored]),
              ],
            },
            {
              label: 'Sources',
              lines: states.map(({ sourceId, posts: kept, lastPolledAt, lastError }) => {
                const polled = lastPolledAt === undefined ? 'never polled' : `last read ${clock(lastPolledAt, now)}`;
                return `${sourceId}: ${counted(kept, 'post')}, ${polled}${lastError === undefined ? '' : ` · failed: ${lastError}`}`;
              }),
            },
            { label: 'Gaps', lines: gapLines(gaps, now) },
            { label: 'Registry', lines: [`${counted(entries.length, 'entry', 'entries')}, version ${version}`] },
            ...(await status(now)),
          ],
          footer: [mark],
        }),
      };
    },
  };
}

function gapLines(
  gaps: readonly { readonly sourceId: string; readonly from: Date; readonly to: Date; readonly reason: string }[],
  now: Date,
): readonly string[] {
  if (gaps.length === 0) return ['none in 7 days'];
  const shown = gaps
    .slice(-5)
    .map(({ sourceId, from, to, reason }) => `${sourceId} ${clock(from, now)}-${clock(to, now)}: ${reason}`);
  return [`${counted(gaps.length, 'gap')} in 7 days`, ...shown];
}
