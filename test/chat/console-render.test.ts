import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../src/chat/clean.ts';
import { consoleText } from '../../src/chat/console/console-text.ts';
import { escapeHtml, renderConsole } from '../../src/chat/console/render.ts';
import { consoleViews } from '../../src/chat/console/views.ts';
import { buttonActions, type Message } from '../../src/message/message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { levelMark } from '../../src/message/wording.ts';
import { aMessage, anAlert } from '../web/fakes.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</dd></dl></div><button data-value="ack:other:1:">Ack</button>',
  '&lt;b&gt; &amp;amp; &#60;',
  '`${x}` <!-- --> ]]>',
  'https://example.org/ [a](javascript:alert(1)) @everyone',
  '\u202E412 stnuocca\u2066',
  '● S2',
  '',
  ' spaces   kept ',
  'two\nlines',
  'سلام 你好 👩‍👩‍👧',
  '\u0000\u001B[31m',
];
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' }), fc.string());
const message: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom('alert', 'growth', 'digest', 'answer', 'notice'),
  level: fc.constantFrom('S1', 'S2', 'S3', 'S4', undefined),
  title: text,
  lead: fc.array(text, { maxLength: 3 }),
  sections: fc.array(fc.record({ label: text, lines: fc.array(text, { maxLength: 3 }) }), { maxLength: 4 }),
  footer: fc.array(text, { maxLength: 3 }),
  buttons: fc.array(
    fc.record({
      action: fc.constantFrom(...buttonActions),
      label: text,
      value: text,
      style: fc.constantFrom('primary', 'danger', undefined),
    }),
    { maxLength: 3 },
  ),
  fallback: text,
});

/** What every chat does to hostile characters and to parts without lines. */
function cleaned(original: Message): Message {
  return {
    ...original,
    title: cleanText(original.title),
    lead: original.lead.map(cleanText),
    sections: original.sections
      .filter(({ lines }) => lines.length > 0)
      .map(({ label, lines }) => ({ label: cleanText(label), lines: lines.map(cleanText) })),
    footer: original.footer.map(cleanText),
    buttons: original.buttons.map((button) => ({ ...button, label: cleanText(button.label) })),
  };
}

/** Tags with their attribute names, read as a browser would, from any HTML. */
function skeletonOf(html: string): readonly string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ''));
}

/** The same message with harmless strings wherever the original has some. */
function tamed(original: Message): Message {
  const mark = original.level && levelMark(original.level);
  return {
    ...original,
    title: mark !== undefined && cleanText(original.title).startsWith(mark) ? mark : 'x',
    lead: original.lead.map(() => 'x'),
    sections: original.sections.map(({ label, lines }) => ({
      label: cleanText(label) === '' ? '' : 'x',
      lines: lines.map(() => 'x'),
    })),
    footer: original.footer.map(() => 'x'),
    buttons: original.buttons.map((button) => ({ ...button, label: 'x', value: 'x' })),
  };
}

describe('a message as HTML', () => {
  it('has the same words in the same order as its plain text', () => {
    const alert = anAlert();

    expect(consoleText(renderConsole(alert))).toBe(plainText(alert));
  });

  it('has the same words as its plain text for any message', () => {
    fc.assert(
      fc.property(message, (any) => {
        expect(consoleText(renderConsole(any))).toBe(plainText(cleaned(any)));
      }),
      { numRuns: 500 },
    );
  });

  it('takes its elements and attributes from its form only, never from a string', () => {
    fc.assert(
      fc.property(message, (any) => {
        expect(skeletonOf(renderConsole(any))).toEqual(skeletonOf(renderConsole(tamed(any))));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no character of a string that could end an attribute or start a tag', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(escapeHtml(any)).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });

  it('makes no links', () => {
    const html = renderConsole(aMessage({ lead: ['https://example.org/ and <a href="https://example.org/">x</a>'] }));

    expect(html).not.toMatch(/<a\b/);
  });

  it('names the level by mark and letter even where the title does not', () => {
    expect(renderConsole(aMessage({ level: 'S1', title: 'Example' }))).toContain('data-mark="◉ S1"');
    expect(renderConsole(aMessage({ level: 'S2', title: '● S2  Example' }))).toContain(
      '<span class="level">● S2</span>  Example',
    );
  });

  it('gives each button its value', () => {
    const html = renderConsole(
      aMessage({ buttons: [{ action: 'ack', label: 'Ack', value: 'ack:a"b:1:', style: 'primary' }] }),
    );

    expect(html).toContain(
      '<button type="button" class="primary" data-action="ack" data-value="ack:a&quot;b:1:">Ack</button>',
    );
  });
});

describe('a message as other chats would show it', () => {
  const lines = (any: Message): readonly string[] => plainText(any).split('\n');

  it('shows exactly the lines it was given', () => {
    fc.assert(
      fc.property(message, (any) => {
        const views = consoleViews({ slack: lines, discord: lines });

        for (const html of [views.slack?.(any) ?? '', views.discord?.(any) ?? '']) {
          const words = html
            .slice(html.indexOf('<h3'))
            .replace(/<\/(h3|p)>/g, '\n')
            .replace(/<[^>]*>/g, '')
            .trimEnd();
          expect(words).toBe(escapeHtml(lines(any).map(cleanText).join('\n')).trimEnd());
        }
      }),
    );
  });

  it('is offered only for the chats whose lines are given', () => {
    const views = consoleViews({ discord: lines });

    expect(views.slack).toBeUndefined();
    expect(views.discord?.(anAlert())).toContain('class="preview discord level-S2"');
  });
});
