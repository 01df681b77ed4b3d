/** A line of free text, as Slack and the console give it → the arguments of a command by name. */
import { cutText } from './clean.ts';
import { type CommandArgument, UserError, usageOf } from './command.ts';

export function parseLine(
  line: string,
  definition: readonly CommandArgument[],
  name = '',
): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  const known = new Map(definition.map((argument) => [argument.name, argument]));
  const tokens = tokensOf(unwrap(line));
  for (const [i, token] of tokens.entries()) {
    const named = token.quoted ? undefined : namedValue(token.text, known);
    if (named !== undefined) {
      if (values.has(named.name)) throw wrongLine(`${named.name} is given twice.`, definition, name);
      const rest = known.get(named.name)?.rest === true;
      values.set(
        named.name,
        rest ? restOf([{ text: named.value, quoted: false }, ...tokens.slice(i + 1)]) : named.value,
      );
      if (rest) break;
      continue;
    }
    const next = definition.find((argument) => !values.has(argument.name));
    if (next === undefined) throw wrongLine(`“${shown(token.text)}” is too much.`, definition, name);
    if (next.rest === true) {
      values.set(next.name, restOf(tokens.slice(i)));
      break;
    }
    values.set(next.name, token.text);
  }
  for (const argument of definition) check(argument, values.get(argument.name), definition, name);
  return Object.fromEntries(values);
}

function check(
  { name: argument, required, choices, summary }: CommandArgument,
  value: string | undefined,
  definition: readonly CommandArgument[],
  name: string,
): void {
  if (value === undefined || value === '') {
    if (required) throw wrongLine(`${argument} is missing: ${summary}.`, definition, name);
    return;
  }
  if (choices !== undefined && !choices.includes(value)) {
    throw wrongLine(`${argument} is one of ${choices.join(', ')}, not “${shown(value)}”.`, definition, name);
  }
}

function wrongLine(what: string, definition: readonly CommandArgument[], name: string): UserError {
  const usage = usageOf(definition, name);
  return new UserError(`${what} ${usage === '' ? 'Nothing follows this command.' : `Usage: ${usage}`}`);
}

/** Enough of a wrong word to recognise it. */
function shown(text: string): string {
  return cutText(text, 40, ({ length }) => length);
}

function namedValue(
  token: string,
  known: ReadonlyMap<string, CommandArgument>,
): { readonly name: string; readonly value: string } | undefined {
  const colon = token.indexOf(':');
  if (colon <= 0) return undefined;
  const name = token.slice(0, colon).toLowerCase();
  // `https://…` and `12:30` are values: only the name of an argument makes a pair.
  return known.has(name) ? { name, value: token.slice(colon + 1) } : undefined;
}

interface Token {
  readonly text: string;
  /** Began with a quotation mark: never `name:value`. */
  readonly quoted: boolean;
}

function restOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join(' ')
    .trim();
}

/** What phones and word processors make of quotation marks. */
const opening = '"“”„‟«»';
const closing = '"“”‟«»';

function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let text = '';
  let started = false;
  let startsQuoted = false;
  let inQuotes = false;
  const end = (): void => {
    if (started) tokens.push({ text, quoted: startsQuoted });
    [text, started, startsQuoted] = ['', false, false];
  };
  for (const letter of line) {
    if (inQuotes) {
      if (closing.includes(letter)) inQuotes = false;
      else text += letter;
    } else if (opening.includes(letter) && (text === '' || text.endsWith(':'))) {
      startsQuoted = text === '';
      [inQuotes, started] = [true, true];
    } else if (/\s/u.test(letter)) {
      end();
    } else {
      text += letter;
      started = true;
    }
  }
  end();
  return tokens;
}

/**
 * Slack wraps what it recognises: `<#C1|general>`, `<@U1|name>`, `<https://example.org|example.org>`. People typed the
 * name, so the name is what they meant; `&amp;`, `&lt;` and `&gt;` become letters again.
 */
function unwrap(line: string): string {
  return line
    .replace(/<#([A-Z0-9]+)(?:\|([^<>]*))?>/gu, (_, id: string, label = '') => `#${label === '' ? id : label}`)
    .replace(/<@([A-Z0-9]+)(?:\|([^<>]*))?>/gu, (_, id: string, label = '') => `@${label === '' ? id : label}`)
    .replace(/<((?:https?|mailto):[^|<>\s]+)(?:\|[^<>]*)?>/giu, (_, link: string) => link.replace(/^mailto:/iu, ''))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
