import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandArgument, UserError, usageOf } from '../../src/chat/command.ts';
import { parseLine } from '../../src/chat/line.ts';
import { hostileText } from './hostile.ts';

const definition: readonly CommandArgument[] = [
  { name: 'tag', summary: 'the tag to look for', required: true },
  { name: 'since', summary: 'how far back', required: false, choices: ['1d', '7d'] },
  { name: 'note', summary: 'anything', required: false, rest: true },
];

describe('a line after a command', () => {
  it.each([
    ['#Xinjiang', { tag: '#Xinjiang' }],
    ['  #Xinjiang   7d ', { tag: '#Xinjiang', since: '7d' }],
    ['since:7d #Xinjiang', { tag: '#Xinjiang', since: '7d' }],
    ['Since:7d tag:x', { tag: 'x', since: '7d' }],
    ['"two words" 7d', { tag: 'two words', since: '7d' }],
    ['“two words” 7d', { tag: 'two words', since: '7d' }],
    ['„two words“', { tag: 'two words' }],
    ['«two words»', { tag: 'two words' }],
    ['tag:“two words”', { tag: 'two words' }],
    ['"tag:x"', { tag: 'tag:x' }],
    ['x 7d and all the rest', { tag: 'x', since: '7d', note: 'and all the rest' }],
    ['x note:and all the rest', { tag: 'x', note: 'and all the rest' }],
    ["rock'n'roll", { tag: "rock'n'roll" }],
    ['"not closed', { tag: 'not closed' }],
    ['<#C012AB3CD|general>', { tag: '#general' }],
    ['<#C012AB3CD|>', { tag: '#C012AB3CD' }],
    ['<@U012AB3CD|ana>', { tag: '@ana' }],
    ['<@U012AB3CD>', { tag: '@U012AB3CD' }],
    ['<https://example.org/a?b=1&amp;c=2|example.org>', { tag: 'https://example.org/a?b=1&c=2' }],
    ['<https://example.org>', { tag: 'https://example.org' }],
    ['<mailto:a@example.org|a@example.org>', { tag: 'a@example.org' }],
    ['https://example.org:8080', { tag: 'https://example.org:8080' }],
    ['a&lt;b&gt;', { tag: 'a<b>' }],
  ])('%s', (line, values) => {
    expect(parseLine(line, definition)).toEqual(values);
  });

  it.each([
    ['', 'tag is missing: the tag to look for. Usage: /find tag [1d|7d] [note …]'],
    ['tag:', 'tag is missing: the tag to look for. Usage: /find tag [1d|7d] [note …]'],
    ['x 9d', 'since is one of 1d, 7d, not “9d”. Usage: /find tag [1d|7d] [note …]'],
    ['tag:a tag:b', 'tag is given twice. Usage: /find tag [1d|7d] [note …]'],
  ])('%s is refused with the usage', (line, message) => {
    expect(() => parseLine(line, definition, 'find')).toThrow(new UserError(message));
  });

  it('refuses what is too much, and shows only its beginning', () => {
    const two = definition.slice(0, 1);

    expect(() => parseLine(`a ${'b'.repeat(100)}`, two)).toThrow(
      new UserError(`“${'b'.repeat(38)} …” is too much. Usage: tag`),
    );
    expect(() => parseLine('a', [])).toThrow(new UserError('“a” is too much. Nothing follows this command.'));
  });

  it('throws nothing but the asker’s mistakes, whatever is typed', () => {
    fc.assert(
      fc.property(hostileText, (line) => {
        expect(outcomeOf(() => parseLine(line, definition))).toMatch(/^(?:values|mistake)$/u);
      }),
    );
  });

  it('takes a quoted value as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z#@:./ ]{1,30}$/u), (value) => {
        expect(parseLine(`"${value}"`, definition)).toEqual({ tag: value });
      }),
    );
  });
});

describe('usage', () => {
  it('shows what must and what may follow', () => {
    expect(usageOf(definition, 'find')).toBe('/find tag [1d|7d] [note …]');
    expect(usageOf([])).toBe('');
  });
});

function outcomeOf(parse: () => Readonly<Record<string, string>>): string {
  try {
    return Object.values(parse()).every((value) => typeof value === 'string') ? 'values' : 'something else';
  } catch (error) {
    return error instanceof UserError ? 'mistake' : String(error);
  }
}
