/** `/digest`: the digest of the 24 hours up to now, for the asker. */
import { z } from 'zod';
import type { Command } from '../src/chat/command.ts';
import type { CommandDeps } from './deps.ts';

export function digestCommand({ digest }: CommandDeps): Command {
  return {
    name: 'digest',
    summary: 'The digest of the 24 hours up to now',
    arguments: [],
    schema: z.object({}),
    visibility: 'private',
    slow: true,
    examples: ['/digest'],
    run: async (_asker, _args, now) => ({ visibility: 'private', message: await digest(now) }),
  };
}
