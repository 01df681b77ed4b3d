/** `/status`: what is read, what is missing, what waits. */
import { z } from 'zod';
import type { Command } from '../src/chat/command.ts';
import { clock, count, counted, dateText } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { gapLines, sourceLines } from '../src/message/source-lines.ts';
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
              lines: sourceLines(states, now),
            },
            { label: 'Gaps', lines: gaps.length === 0 ? ['none in 7 days'] : gapLines(gaps, now) },
            { label: 'Registry', lines: [`${counted(entries.length, 'entry', 'entries')}, version ${version}`] },
            ...(await status(now)),
          ],
          footer: [mark],
        }),
      };
    },
  };
}
