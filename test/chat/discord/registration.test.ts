import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/chat/command.ts';
import { nonceOf } from '../../../src/chat/discord/delivery.ts';
import { discordCommands } from '../../../src/chat/discord/registration.ts';
import { fakeDesk } from '../../fakes/desk.ts';

function aCommand(more: Partial<Command>): Command {
  return { ...fakeDesk().commands[0]!, ...more };
}

const argument = { name: 'tag', summary: 'a tag', required: false };

describe('commands for Discord', () => {
  it('have typed options: choices where fixed, suggestions where the command completes', () => {
    expect(discordCommands(fakeDesk().commands)[0]).toEqual({
      type: 1,
      name: 'tag',
      description: 'Invented command tag',
      options: [
        { type: 3, name: 'tag', description: 'the tag to look for', required: true, autocomplete: true },
        {
          type: 3,
          name: 'since',
          description: 'how far back',
          required: false,
          choices: [
            { name: '1d', value: '1d' },
            { name: '7d', value: '7d' },
            { name: '30d', value: '30d' },
          ],
        },
      ],
    });
  });

  it('put what is required first, as Discord wants it', () => {
    const [command] = discordCommands([
      aCommand({ arguments: [argument, { ...argument, name: 'who', required: true }] }),
    ]);

    expect(command!.options!.map(({ name }) => name)).toEqual(['who', 'tag']);
  });

  it.each([
    ['a name with a capital', { name: 'Tag' }],
    ['a name with a space', { name: 'my tag' }],
    ['a name too long', { name: 'x'.repeat(33) }],
    ['no summary', { summary: '' }],
    ['a summary too long', { summary: 'x'.repeat(101) }],
    ['too many arguments', { arguments: Array.from({ length: 26 }, (_, i) => ({ ...argument, name: `a${i}` })) }],
    ['too many choices', { arguments: [{ ...argument, choices: Array.from({ length: 26 }, (_, i) => `c${i}`) }] }],
    ['a choice too long', { arguments: [{ ...argument, choices: ['x'.repeat(101)] }] }],
    ['an argument’s name with a dot', { arguments: [{ ...argument, name: 'a.b' }] }],
  ])('refuse %s', (_, more) => {
    expect(() => discordCommands([aCommand(more)])).toThrow(/no name|summary|more than|at most/u);
  });

  it('refuse more than 100 and two of one name', () => {
    expect(() => discordCommands(Array.from({ length: 101 }, (_, i) => aCommand({ name: `c${i}` })))).toThrow('100');
    expect(() => discordCommands([aCommand({}), aCommand({})])).toThrow('same name');
  });
});

describe('a nonce', () => {
  it('is the same for the same delivery, short, and another for another', () => {
    expect(nonceOf('a')).toBe(nonceOf('a'));
    expect(nonceOf('a')).not.toBe(nonceOf('b'));
    expect(nonceOf('a'.repeat(1_000))).toHaveLength(25);
  });
});
