/** What a stranger may write, and messages made of it: for the properties of the renderers. */
import * as fc from 'fast-check';
import { type Button, buttonActions, type Message } from '../../src/message/message.ts';

const nasty = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<@U123>',
  '<@!5>',
  '<@&1>',
  '<#C1|general>',
  '<!subteam^S1>',
  '<https://evil.example|bank>',
  '@everyone',
  '@here',
  '@channel',
  'https://evil.example/a_b',
  'http://evil.example',
  'discord://x',
  '[x](https://evil.example)',
  '||spoiler||',
  '```',
  '`',
  '**',
  '__',
  '~~',
  '> ',
  '>>> ',
  '# ',
  '-# ',
  '- ',
  '1. ',
  '&amp;',
  '&',
  '<',
  '>',
  '\\',
  '|',
  ':smile:',
  '<:x:1>',
  '<t:1:R>',
  '</x:1>',
  '\u202e',
  '\u202c',
  '\u2066',
  '\u2069',
  '\u200b',
  '\u200d',
  '\u200f',
  '\ufeff',
  '\u00ad',
  '\u2028',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u0007',
  '\u{e0041}',
  '\ud800',
  '\udc00',
  '😀',
  '👩‍👩‍👧',
  '停止涉疆谣言',
  'أوقفوا',
  'é',
  'a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  ' ',
  '  ',
  'word',
  '"',
  '\u3164',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...nasty), { maxLength: 30 }).map((parts) => parts.join('')) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...nasty), fc.integer({ min: 200, max: 9_000 }))
      .map(([part, times]) => part.repeat(times)),
  },
);

const action = fc.constantFrom(...buttonActions);

const hostileButton: fc.Arbitrary<Button> = fc.record({
  action,
  label: hostileText,
  value: fc.oneof(
    fc.string({ minLength: 1, maxLength: 100 }),
    fc.constant('same'),
    fc.string({ minLength: 80, maxLength: 3_000 }),
  ),
  style: fc.constantFrom('primary' as const, 'danger' as const, undefined),
});

export const hostileMessage: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom('alert' as const, 'growth' as const, 'digest' as const, 'answer' as const, 'notice' as const),
  level: fc.constantFrom('S1' as const, 'S2' as const, 'S3' as const, 'S4' as const, undefined),
  title: hostileText,
  lead: fc.array(hostileText, { maxLength: 6 }),
  sections: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.record({ label: hostileText, lines: fc.array(hostileText, { maxLength: 8 }) }), {
        maxLength: 6,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ label: hostileText, lines: fc.array(hostileText, { maxLength: 2 }) }), {
        maxLength: 70,
      }),
    },
  ),
  footer: fc.array(hostileText, { maxLength: 4 }),
  buttons: fc.array(hostileButton, { maxLength: 30 }),
  fallback: hostileText,
});

/** A message of calm words that every chat shows whole. */
const calmText = fc
  .array(
    fc.constantFrom(
      'accounts',
      '214',
      '(4.2 %)',
      '#Tag',
      'a_b',
      '*',
      '@name',
      'https://x.example/y',
      '→',
      '·',
      '1.',
      '-',
      '<b>',
      'عربي',
      '停止',
      '[open]',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((words) => words.join(' '));

export const calmMessage: fc.Arbitrary<Message> = fc.record({
  kind: fc.constant('alert' as const),
  level: fc.constant('S2' as const),
  title: calmText,
  lead: fc.array(calmText, { maxLength: 3 }),
  sections: fc.array(
    fc.record({
      label: fc.constantFrom('Attributed', 'Innocent?', 'Not known', ''),
      lines: fc.array(calmText, { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 8 },
  ),
  footer: fc.array(calmText, { maxLength: 3 }),
  buttons: fc
    .array(fc.record({ action, label: fc.constantFrom('Ack', 'Snooze', "Verdict: can't say") }), { maxLength: 9 })
    .map((buttons) => buttons.map((button, i) => ({ ...button, value: `${button.action}:c:1:${i}` }))),
  fallback: calmText,
});

export const markForm = /§\d+\.\d+§/gu;

/** The same message with a mark in front of every line, and the marks in reading order. */
export function withMarks(message: Message): { readonly marked: Message; readonly marks: readonly string[] } {
  const marks: string[] = [];
  const mark =
    (part: number) =>
    (line: string, i: number): string => {
      marks.push(`§${part}.${i}§`);
      return `§${part}.${i}§${line.replaceAll('§', '')}`;
    };
  const lead = message.lead.map(mark(0));
  const sections = message.sections.map(({ label, lines }, i) => ({ label, lines: lines.map(mark(i + 1)) }));
  return { marked: { ...message, lead, sections }, marks };
}
