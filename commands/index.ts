/** The list of commands, in the order `/help` shows them. */
import type { Command } from '../src/chat/command.ts';
import { accountCommand } from './account.ts';
import { breakoutCommand } from './breakout.ts';
import { campaignCommand } from './campaign.ts';
import type { CommandDeps } from './deps.ts';
import { digestCommand } from './digest.ts';
import { exportCommand } from './export.ts';
import { hashtagCommand } from './hashtag.ts';
import { helpCommand } from './help.ts';
import { namingCommand } from './naming.ts';
import { statusCommand } from './status.ts';
import { studyCommand } from './study.ts';
import { techniquesCommand } from './techniques.ts';
import { whoCommand } from './who.ts';
import { whyCommand } from './why.ts';

export function createCommands(deps: CommandDeps): readonly Command[] {
  const commands = [
    hashtagCommand(deps),
    accountCommand(deps),
    whoCommand(deps),
    campaignCommand(deps),
    whyCommand(deps),
    studyCommand(deps),
    breakoutCommand(deps),
    techniquesCommand(deps),
    exportCommand(deps),
    namingCommand(deps),
    digestCommand(deps),
    statusCommand(deps),
  ];
  return [...commands, helpCommand(commands)];
}
