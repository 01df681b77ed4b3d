/** Which posts are compared for copies, and which texts they have. */
import { postKinds } from '../../post/post.ts';
import type { PostTable } from '../table/post-table.ts';
import { forRows, indicesOf, type Rows } from './rows.ts';

const original = postKinds.indexOf('original');
const quote = postKinds.indexOf('quote');

/** Only originals and quotes with enough text: a repost repeats by nature, and replies are short and alike. */
export function isCompared(table: PostTable, row: number): boolean {
  return (table.text[row] ?? -1) >= 0 && isWrittenAnew(table, row);
}

function isWrittenAnew(table: PostTable, row: number): boolean {
  const kind = table.kind[row];
  return kind === original || kind === quote;
}

export interface UsedTexts {
  /** Ascending. */
  readonly texts: Uint32Array;
  /** Posts that are compared. */
  readonly posts: number;
  /** Originals and quotes whose text is too short for it. */
  readonly unusable: number;
}

export function usedTexts(table: PostTable, rows: Rows): UsedTexts {
  const marks = new Uint8Array(table.texts.size);
  let posts = 0;
  let unusable = 0;
  forRows(table, rows, (row) => {
    if (!isWrittenAnew(table, row)) return;
    const text = table.text[row] ?? -1;
    if (text < 0) unusable += 1;
    else {
      posts += 1;
      marks[text] = 1;
    }
  });
  return { texts: indicesOf(marks), posts, unusable };
}
