/** Slack blocks → the plain lines a reader sees, in the form of `plainText`: shows that every chat says the same. */
import { z } from 'zod';
import type { Button, Section } from '../../message/message.ts';
import { plainText } from '../../message/plain-text.ts';

const Words = z.object({ text: z.string() });
const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: Words }),
  z.object({ type: z.literal('context'), elements: z.array(Words) }),
  z.object({ type: z.literal('actions'), elements: z.array(z.object({ text: Words, value: z.string() })) }),
  z.object({
    type: z.literal('rich_text'),
    block_id: z.string(),
    elements: z.array(
      z.object({ elements: z.array(Words.extend({ style: z.object({ bold: z.boolean() }).optional() })) }),
    ),
  }),
]);

export function slackText(blocks: readonly unknown[]): string {
  let title = '';
  const lead: string[] = [];
  const sections: { label: string; lines: string[] }[] = [];
  const buttons: Button[] = [];
  const footer: string[] = [];
  for (const block of z.array(Block).parse(blocks)) {
    switch (block.type) {
      case 'header':
        title = block.text.text;
        break;
      case 'context':
        footer.push(...block.elements.map(({ text }) => text));
        break;
      case 'actions':
        // Only the label is shown; the action stays inside the value.
        buttons.push(...block.elements.map(({ text, value }): Button => ({ action: 'ack', label: text.text, value })));
        break;
      case 'rich_text': {
        const elements = block.elements.flatMap((section) => section.elements);
        const lines = elements.filter(({ style }) => style === undefined).flatMap(({ text }) => text.split('\n'));
        if (block.block_id === 'lead') lead.push(...lines);
        else if (block.block_id.endsWith('.0')) sections.push({ label: labelOf(elements), lines });
        else sections.at(-1)?.lines.push(...lines);
        break;
      }
    }
  }
  const shown: readonly Section[] = sections;
  return plainText({ kind: 'answer', title, lead, sections: shown, buttons, footer, fallback: '' });
}

function labelOf(elements: readonly { readonly text: string; readonly style?: unknown }[]): string {
  return elements.find(({ style }) => style !== undefined)?.text.trimEnd() ?? '';
}
