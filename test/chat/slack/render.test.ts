import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, renderSlack } from '../../../src/chat/slack/render.ts';
import { slackText } from '../../../src/chat/slack/slack-text.ts';
import type { Message } from '../../../src/message/message.ts';
import { plainText } from '../../../src/message/plain-text.ts';
import { wrongBlocks } from '../../fakes/slack.ts';
import { calmMessage, hostileMessage, hostileText, markForm, withMarks } from '../hostile.ts';

function aMessage(more: Partial<Message> = {}): Message {
  return {
    kind: 'answer',
    title: 'Title',
    lead: [],
    sections: [],
    footer: [],
    buttons: [],
    fallback: 'Fallback',
    ...more,
  };
}

describe('a message in Slack', () => {
  it('says the same words in the same order as the plain text', () => {
    fc.assert(
      fc.property(calmMessage, (message) => {
        expect(slackText(renderSlack(message).blocks)).toBe(plainText(message));
      }),
    );
  });

  it('keeps every limit and throws at nothing', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const { text, blocks } = renderSlack(message);

        expect(wrongBlocks(blocks)).toBeUndefined();
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  it('is made only of elements that show letters as they are', () => {
    const types = new Set([
      'header',
      'rich_text',
      'rich_text_section',
      'text',
      'plain_text',
      'actions',
      'button',
      'context',
    ]);
    fc.assert(
      fc.property(hostileMessage, (message) => {
        for (const value of typesIn(renderSlack(message).blocks)) expect(types).toContain(value);
      }),
    );
  });

  it('keeps what it shows in its order', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const { marked, marks } = withMarks(message);

        const shown: readonly string[] = slackText(renderSlack(marked).blocks).match(markForm) ?? [];

        expect(shown).toEqual(marks.filter((mark) => shown.includes(mark)));
      }),
    );
  });

  it('carries nothing invisible and nothing that turns the line around', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        expect(JSON.stringify(renderSlack(message).blocks)).not.toMatch(
          /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|\\u0000|\\ud[89a-f]/u,
        );
      }),
    );
  });

  it('takes 100 kB strings', () => {
    const long = '<!channel> 停止😀'.repeat(8_000);

    const { blocks } = renderSlack(
      aMessage({ title: long, lead: [long], sections: [{ label: long, lines: [long, long] }], footer: [long] }),
    );

    expect(wrongBlocks(blocks)).toBeUndefined();
  });

  it('says how many lines are missing under which part, and keeps the small parts whole', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `object ${i} shared by 12 accounts within 60 s`);

    const shown = slackText(
      renderSlack(
        aMessage({
          sections: [
            { label: 'Evidence', lines },
            { label: 'Not known', lines: ['follower ages'] },
          ],
        }),
      ).blocks,
    );

    const kept = shown.match(/object \d+/gu) ?? [];
    expect(kept.length).toBeGreaterThan(150);
    expect(shown).toContain(`… ${500 - kept.length} lines more under Evidence`);
    expect(shown).toContain('Not known      follower ages');
  });

  it('names the parts that do not fit at all', () => {
    const sections = Array.from({ length: 60 }, (_, i) => ({ label: `Part ${i}`, lines: ['fact'] }));

    const shown = slackText(renderSlack(aMessage({ sections })).blocks);

    expect(shown).toMatch(/… \d+ parts more: Part \d+, Part \d+/u);
  });

  it('goes on under a title that is too long', () => {
    const title = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');

    const [head, rest] = slackText(renderSlack(aMessage({ title })).blocks).split('\n');

    expect(`${head!.replace(/ …$/u, '')} ${rest!.replace(/^… /u, '')}`).toBe(title);
  });

  it('leaves out a button it cannot carry whole, and says so', () => {
    const buttons = Array.from({ length: 27 }, (_, i) => ({
      action: 'ack' as const,
      label: 'Ack',
      value: `ack:c:1:${i}`,
    }));

    const { blocks } = renderSlack(
      aMessage({ buttons: [...buttons, { action: 'ack', label: 'Long', value: 'x'.repeat(2_001) }] }),
    );

    expect(slackText(blocks)).toContain('… 3 buttons not shown');
  });
});

describe('the text beside the blocks', () => {
  it('never mentions, links or formats', () => {
    fc.assert(
      fc.property(hostileText, (fallback) => {
        const { text } = renderSlack(aMessage({ fallback }));

        expect(text).not.toMatch(/[<>]|@(?:here|channel|everyone)|https?:\/\/|&(?!amp;|lt;|gt;)/iu);
        expect(text).not.toMatch(/([*_~`])[^\u200b]/u);
      }),
    );
  });

  it('never cuts an escaped letter apart', () => {
    const { text } = renderSlack(aMessage({ fallback: '&'.repeat(400) }));

    expect(text.replaceAll('&amp;', '')).toBe('…'.padStart(2));
  });

  it('falls back to the title', () => {
    expect(renderSlack(aMessage({ fallback: '' })).text).toBe('Title');
  });

  it('reads as the words it was given', () => {
    expect(escapeText('S2 <#Tag> & co')).toBe('S2 &lt;#Tag&gt; &amp; co');
  });
});

function typesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(typesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'type' ? [String(inner)] : key === 'style' ? [] : typesIn(inner),
  );
}
