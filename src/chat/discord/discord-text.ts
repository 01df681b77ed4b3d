/** A rendered Discord message → the plain lines a reader sees, in the form of `plainText`. */
import { z } from 'zod';
import type { Button } from '../../message/message.ts';
import { plainText } from '../../message/plain-text.ts';
import { shownWords } from './escape.ts';
import { goesOn, noName } from './render.ts';

const Rendered = z.object({
  embeds: z.array(
    z.object({
      title: z.string().default(''),
      description: z.string().optional(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      footer: z.object({ text: z.string() }).optional(),
    }),
  ),
  components: z
    .array(z.object({ components: z.array(z.object({ label: z.string(), custom_id: z.string() })) }))
    .default([]),
});

export function discordText(rendered: unknown): string {
  const { embeds, components } = Rendered.parse(rendered);
  const buttons = components.flatMap((row) =>
    row.components.map(
      ({ label, custom_id }): Button => ({ action: 'ack', label: shownWords(label), value: custom_id }),
    ),
  );
  return embeds
    .map(({ title, description, fields, footer }) =>
      plainText({
        kind: 'answer',
        title: shownWords(title),
        lead: description === undefined ? [] : linesOf(description),
        sections: sectionsOf(fields),
        buttons,
        footer: footer === undefined ? [] : [footer.text.replaceAll('@\u200b', '@')],
        fallback: '',
      }),
    )
    .join('\n');
}

function sectionsOf(
  fields: readonly { readonly name: string; readonly value: string }[],
): readonly { readonly label: string; readonly lines: readonly string[] }[] {
  const sections: { label: string; lines: string[] }[] = [];
  for (const { name, value } of fields) {
    const last = sections.at(-1);
    if (name === goesOn && last !== undefined) last.lines.push(...linesOf(value));
    else sections.push({ label: name === noName ? '' : shownWords(name), lines: linesOf(value) });
  }
  return sections;
}

function linesOf(markdown: string): string[] {
  return markdown.split('\n').map((line) => (line === noName ? '' : shownWords(line)));
}
