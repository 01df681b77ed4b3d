import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/chat/clean.ts';
import { discordText } from '../../../src/chat/discord/discord-text.ts';
import { escapeMarkdown, shownWords } from '../../../src/chat/discord/escape.ts';
import { renderDiscord } from '../../../src/chat/discord/render.ts';
import { renderSlack } from '../../../src/chat/slack/render.ts';
import { slackText } from '../../../src/chat/slack/slack-text.ts';
import type { Message } from '../../../src/message/message.ts';
import { plainText } from '../../../src/message/plain-text.ts';
import { wrongComponents, wrongEmbeds } from '../../fakes/discord.ts';
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

/** Whatever Discord would act on, unless a backslash stands before it. */
const acts = /@(?:everyone|here)|(?:https?|discord|steam):\/\/|(?<!\\)(?:\\\\)*(?:[*_~`|<>[\]])/iu;

describe('a message in Discord', () => {
  it('says the same words in the same order as the plain text, and as Slack', () => {
    fc.assert(
      fc.property(calmMessage, (message) => {
        expect(discordText(renderDiscord(message))).toBe(plainText(message));
        expect(discordText(renderDiscord(message))).toBe(slackText(renderSlack(message).blocks));
      }),
    );
  });

  it('keeps every limit and throws at nothing', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const { embeds, components } = renderDiscord(message);

        expect(wrongEmbeds(embeds as Parameters<typeof wrongEmbeds>[0])).toBeUndefined();
        expect(wrongComponents(components as Parameters<typeof wrongComponents>[0])).toBeUndefined();
      }),
    );
  });

  it('leaves out a button whose value Discord would take for empty', () => {
    const { components } = renderDiscord(aMessage({ buttons: [{ action: 'ack', label: 'Ack', value: ' ' }] }));

    expect(components).toEqual([]);
  });

  it('never mentions, links, hides or formats', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const { embeds, components, allowedMentions } = renderDiscord(message);
        const [{ title = '', description = '', fields = [], footer } = {}] = embeds;

        expect(allowedMentions).toEqual({ parse: [] });
        for (const text of [title, description, ...fields.flatMap(({ name, value }) => [name, value])]) {
          expect(text).not.toMatch(acts);
          for (const line of text.split('\n')) expect(line).not.toMatch(/^\s*(?:#|-|\+|\d+\.(?!\\))/u);
        }
        expect(JSON.stringify([footer, components])).not.toMatch(/@(?:everyone|here)/iu);
      }),
    );
  });

  it('keeps what it shows in its order', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const { marked, marks } = withMarks(message);

        const shown: readonly string[] = discordText(renderDiscord(marked)).match(markForm) ?? [];

        expect(shown).toEqual(marks.filter((mark) => shown.includes(mark)));
      }),
    );
  });

  it('takes 100 kB strings', () => {
    const long = '<@&1> 停止😀 @everyone '.repeat(6_000);

    const { embeds } = renderDiscord(
      aMessage({ title: long, lead: [long], sections: [{ label: long, lines: [long, long] }], footer: [long] }),
    );

    expect(wrongEmbeds(embeds as Parameters<typeof wrongEmbeds>[0])).toBeUndefined();
  });

  it('goes on in the next field when a part is longer than one', () => {
    const lines = Array.from(
      { length: 20 },
      (_, i) => `${i + 1}. ● S2 #ExampleTag${i} · X · 391 accounts, attributed 4 %, coordinated 63 % [open]`,
    );
    const message = aMessage({
      sections: [
        { label: 'Campaigns', lines },
        { label: 'Sources', lines: ['X 240/240'] },
      ],
    });

    const { embeds } = renderDiscord(message);

    expect(embeds[0]!.fields!.length).toBe(3);
    expect(discordText({ embeds, components: [] })).toBe(plainText(message));
  });

  it('says how many lines are missing under which part', () => {
    const lines = Array.from({ length: 300 }, (_, i) => `object ${i} shared by 12 accounts within 60 s`);

    const shown = discordText(renderDiscord(aMessage({ sections: [{ label: 'Evidence', lines }] })));

    expect(shown).toContain(`… ${300 - (shown.match(/object \d+/gu) ?? []).length} lines more under Evidence`);
  });

  it('carries the level as a colour, and the letter in the words', () => {
    const colours = (['S1', 'S2', 'S3', 'S4', undefined] as const).map(
      (level) => renderDiscord(aMessage({ level })).embeds[0]!.color,
    );

    expect(new Set(colours).size).toBe(5);
  });

  it('shows a doubled button once and says so', () => {
    const button = { action: 'ack' as const, label: 'Ack', value: 'ack:c:1:' };

    const rendered = renderDiscord(aMessage({ buttons: [button, button] }));

    expect(discordText(rendered)).toContain('… 1 button not shown');
  });
});

describe('escaped words', () => {
  it('read as they were written', () => {
    fc.assert(
      fc.property(hostileText.map(cleanText), (text) => {
        expect(shownWords(escapeMarkdown(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['# heading', '\\# heading'],
    ['1. item', '1\\. item'],
    ['- item', '\\- item'],
    ['a-b #Tag', 'a-b #Tag'],
    ['https://x.example', 'https\\://x.example'],
    ['[x](http://y.example)', '\\[x\\](http\\://y.example)'],
    ['<@&1> @everyone', '\\<@&1\\> @\u200beveryone'],
  ])('%s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
