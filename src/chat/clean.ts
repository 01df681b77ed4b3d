/** Any text → text that a chat can show on one line: nothing invisible, nothing that turns the line around. */

/** Real scripts stack at most a handful of marks on a letter; more than this only smears over other lines. */
const stackedMarks = /(\p{M}{8})\p{M}+/gu;
/** Half a surrogate pair: no chat accepts it. */
const loneSurrogates = /\p{Cs}/gu;
const lineBreaksAndTabs = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const controls = /\p{Cc}/gu;
/** Embeddings, overrides and isolates turn around what stands beside them; right-to-left scripts need none of them. */
const turnsText = /[\u202a-\u202e\u2066-\u2069]/gu;
/**
 * Zero-width space, joiners of words, soft hyphen, fillers, tag characters. The zero-width joiner and non-joiner stay:
 * Persian and emoji are written with them.
 */
const invisible = /[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

export function cleanText(text: string): string {
  return text
    .replace(loneSurrogates, '\ufffd')
    .replace(lineBreaksAndTabs, ' ')
    .replace(controls, '')
    .replace(turnsText, '')
    .replace(invisible, '')
    .replace(stackedMarks, '$1')
    .trimEnd();
}

const ellipsis = ' …';

/**
 * The longest beginning that costs at most `room`, cut at a word where one is near, with an ellipsis; the text itself
 * when it fits.
 *
 * @param cost what the platform counts for a text; at least its length
 */
export function cutText(text: string, room: number, cost: (text: string) => number): string {
  if (text.length <= room && cost(text) <= room) return text;
  let kept = whole(text.slice(0, Math.max(0, room - ellipsis.length)));
  while (kept !== '' && cost(kept + ellipsis) > room) {
    const over = cost(kept + ellipsis) - room;
    kept = whole(kept.slice(0, -Math.max(1, Math.min(over, Math.floor(kept.length / 2)))));
  }
  const word = kept.lastIndexOf(' ');
  if (word > kept.length * 0.6) kept = kept.slice(0, word);
  return kept.trimEnd() + (kept === '' ? '…' : ellipsis);
}

/** Without the half of a surrogate pair at the end. */
function whole(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
