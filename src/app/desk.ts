/** The desk: takes what people ask in any chat, runs the command, and always answers. */
import type { Logger } from 'pino';
import type { z } from 'zod';
import {
  type Answer,
  type Asker,
  type ButtonPress,
  type Command,
  type Desk,
  UserError,
  usageOf,
} from '../chat/command.ts';
import { parseLine } from '../chat/line.ts';
import { noticeMessage } from '../message/answer.ts';

export interface DeskDeps {
  readonly commands: readonly Command[];
  readonly press: (press: ButtonPress, now: Date) => Promise<Answer>;
  /** Called after a press that changed something, so that the alert shows it soon. */
  readonly onPressed: () => void;
  /** Test mode: where answers must not be seen by everybody, they go to the asker alone. */
  readonly mayAnswerOpenly: (asker: Asker) => boolean;
  readonly now: () => Date;
  readonly log: Logger;
}

export function createDesk({ commands, press, onPressed, mayAnswerOpenly, now, log }: DeskDeps): Desk {
  const byName = new Map(commands.map((command) => [command.name, command]));

  async function answered(subject: string, run: () => Promise<Answer>): Promise<Answer> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UserError) return notice(error.message);
      log.error({ err: error, subject }, 'command failed');
      return notice('That did not work, and it is not your fault; it is logged. Please try again in a minute.');
    }
  }

  function commandOf(name: string): Command {
    const command = byName.get(name);
    if (command !== undefined) return command;
    throw new UserError(`There is no command /${name}. There are ${commands.map((one) => `/${one.name}`).join(', ')}.`);
  }

  async function run(asker: Asker, command: Command, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    const parsed = command.schema.safeParse(args);
    if (!parsed.success)
      throw new UserError(`${problemOf(parsed.error)} Usage: ${usageOf(command.arguments, command.name)}`);
    const answer = await command.run(asker, parsed.data, now());
    return mayAnswerOpenly(asker) && answer.file === undefined ? answer : { ...answer, visibility: 'private' };
  }

  return {
    commands,
    ask: (asker, name, args) => answered(name, () => run(asker, commandOf(name), args)),
    askLine: (asker, name, line) =>
      answered(name, () => {
        const command = commandOf(name);
        return run(asker, command, parseLine(line, command.arguments, command.name));
      }),
    complete: async (name, argument, typed) => {
      try {
        return (await byName.get(name)?.complete?.(argument, typed))?.slice(0, 25) ?? [];
      } catch (error) {
        log.error({ err: error, subject: name }, 'completion failed');
        return [];
      }
    },
    press: (pressed) =>
      answered('press', async () => {
        const answer = await press(pressed, now());
        onPressed();
        return answer;
      }),
  };
}

function notice(text: string): Answer {
  return { visibility: 'private', message: noticeMessage(text) };
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'The arguments do not fit.';
  const field = issue.path.join('.');
  return `${field === '' ? 'Arguments' : field}: ${issue.message}.`;
}
