/** `/help [COMMAND]`: what can be asked, from the commands' own definitions. */
import { z } from 'zod';
import { type Command, UserError, usageOf } from '../src/chat/command.ts';
import { answerMessage } from '../src/message/answer.ts';

const HelpArgs = z.object({ command: z.string().optional() });

/** @param others all other commands, in the order they are shown */
export function helpCommand(others: readonly Command[]): Command {
  const self: Command = {
    name: 'help',
    summary: 'What can be asked, and how',
    arguments: [
      { name: 'command', summary: 'one command in detail', required: false, choices: others.map(({ name }) => name) },
    ],
    schema: HelpArgs,
    visibility: 'private',
    slow: false,
    examples: ['/help', '/help hashtag'],
    run: async (_asker, args) => {
      const { command: typed } = HelpArgs.parse(args);
      const all = [...others, self];
      if (typed === undefined) return { visibility: 'private', message: overview(all) };
      const command = all.find(({ name }) => name === typed.replace(/^\//, '').toLowerCase());
      if (command === undefined) {
        throw new UserError(
          `There is no command /${typed}. There are ${all.map(({ name }) => `/${name}`).join(', ')}.`,
        );
      }
      return { visibility: 'private', message: detail(command) };
    },
  };
  return self;
}

function overview(commands: readonly Command[]): ReturnType<typeof answerMessage> {
  return answerMessage({
    title: 'Tocsin watches public platforms for coordinated campaigns',
    lead: ['Alerts and digests come by themselves; ask with these commands.'],
    sections: [
      {
        label: 'Commands',
        lines: commands.map((command) => `${usageOf(command.arguments, command.name)} · ${command.summary}`),
      },
    ],
  });
}

function detail(command: Command): ReturnType<typeof answerMessage> {
  return answerMessage({
    title: usageOf(command.arguments, command.name),
    lead: [command.summary],
    sections: [
      {
        label: 'Arguments',
        lines: command.arguments.map(
          ({ name, summary, required }) => `${name} · ${summary}${required ? '' : ' (optional)'}`,
        ),
      },
      { label: 'Examples', lines: command.examples },
      { label: 'Seen by', lines: [command.visibility === 'private' ? 'only you' : 'everyone in the channel'] },
    ],
  });
}
