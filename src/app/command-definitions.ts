/** The commands as they are offered, without anything behind them: for manifests and registrations. */

import type { CommandDeps } from '../../commands/deps.ts';
import { createCommands } from '../../commands/index.ts';
import type { Command } from '../chat/command.ts';

export function commandDefinitions(): readonly Command[] {
  return createCommands(unasked);
}

function nothing(): never {
  throw new Error('a definition alone answers nothing');
}

/** Definitions only close over what they are given; nothing is called while they are made. */
const closed: CommandDeps['store'] = {
  get posts(): never {
    return nothing();
  },
  get sources(): never {
    return nothing();
  },
  get lookups(): never {
    return nothing();
  },
  get campaigns(): never {
    return nothing();
  },
  get audit(): never {
    return nothing();
  },
  get outbox(): never {
    return nothing();
  },
  get sharing(): never {
    return nothing();
  },
  get labels(): never {
    return nothing();
  },
};

const unasked: CommandDeps = {
  store: closed,
  registry: nothing,
  digest: nothing,
  status: nothing,
  families: {},
  secret: '',
  mark: '',
  isAdmin: nothing,
};
