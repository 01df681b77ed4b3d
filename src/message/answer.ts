/** Small builders for what commands say. */

import { shorten } from '../measure/words.ts';
import type { Message, Section } from './message.ts';

export interface AnswerParts {
  readonly title: string;
  readonly lead?: readonly string[];
  readonly sections?: readonly Section[];
  readonly footer?: readonly string[];
}

export function answerMessage({ title, lead = [], sections = [], footer = [] }: AnswerParts): Message {
  return {
    kind: 'answer',
    title,
    lead,
    sections: sections.filter(({ lines }) => lines.length > 0),
    footer,
    buttons: [],
    fallback: shorten([title, ...lead].join(' '), 300),
  };
}

/**
 * One line, what to do next.
 *
 * @param footer the TLP mark of what goes to a channel; a refusal that only the asker sees has none
 */
export function noticeMessage(text: string, footer: readonly string[] = []): Message {
  return { kind: 'notice', title: text, lead: [], sections: [], footer, buttons: [], fallback: shorten(text, 300) };
}
