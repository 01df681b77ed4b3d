/** The words of a message as plain lines: for the command line, for tests, and the measure of sameness over chats. */
import type { Message } from './message.ts';

const labelWidth = 15;

export function plainText(message: Message): string {
  const lines = [message.title, ...message.lead];
  for (const { label, lines: facts } of message.sections) {
    lines.push('');
    if (label === '') lines.push(...facts);
    else lines.push(...facts.map((fact, i) => `${(i === 0 ? label : '').padEnd(labelWidth)}${fact}`));
  }
  if (message.buttons.length > 0) lines.push('', message.buttons.map(({ label }) => `[ ${label} ]`).join(' '));
  if (message.footer.length > 0) lines.push(message.footer.join(' · '));
  return lines.join('\n');
}
