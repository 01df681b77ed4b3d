/** The list of commands, in the order `/help` shows them. */
import type { Command } from '../src/chat/command.ts';
import { accountCommand } from './account.ts';
import { campaignCommand } from './campaign.ts';
import type { CommandDeps } from './deps.ts';
import { digestCommand } from './digest.ts';
import { hashtagCommand } from './hashtag.ts';
import { helpCommand } from './help.ts';
import { statusCommand } from './status.ts';

export function createCommands(deps: CommandDeps): readonly Command[] {
  const commands = [
    hashtagCommand(deps),
    accountCommand(deps),
    campaignCommand(deps),
    digestCommand(deps),
    statusCommand(deps),
  ];
  return [...commands, helpCommand(commands)];
}
