/**
 * Writes an invented log of shares with planted groups: popular objects, busy accounts, and groups that repeat an object
 * within half a minute. The same numbers give the same bytes on every machine.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export interface ShareLogRecipe {
  readonly rows: number;
  readonly accounts: number;
  readonly objects: number;
  /** Exponent of the objects' popularity, below 1: 0.6 is tame, at 0.85 one object has a fifth of all posts. */
  readonly exponent: number;
  readonly seed: number;
}

const startOfTime = 1_700_000_000;
const daySeconds = 86_400;
const span = 7 * daySeconds;
const groups = 20;
const actions = 50;
/** Chance that a member takes part in an action of its group, and the seconds over which an action spreads. */
const takesPart = 0.8;
const spread = 30;

interface Rows {
  readonly objects: Int32Array;
  readonly accounts: Int32Array;
  readonly seconds: Int32Array;
}

/** @returns ids of the planted accounts */
export async function writeShareLog(file: string, recipe: ShareLogRecipe): Promise<readonly string[]> {
  const { rows, planted } = makeRows(recipe);
  const out = createWriteStream(file);
  out.write('object_id,account_id,content_id,timestamp_share\n');
  let text = '';
  for (const [place, row] of inOrderOfTime(rows.seconds).entries()) {
    const object = padded('o', rows.objects[row] ?? 0, 6);
    const account = padded('a', rows.accounts[row] ?? 0, 6);
    text += `${object},${account},${padded('c', place, 7)},${startOfTime + (rows.seconds[row] ?? 0)}\n`;
    if (text.length < 500_000) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await finished(out);
  return planted.map((account) => padded('a', account, 6));
}

function makeRows(recipe: ShareLogRecipe): { readonly rows: Rows; readonly planted: readonly number[] } {
  const random = mulberry32(recipe.seed);
  const rows = {
    objects: new Int32Array(recipe.rows),
    accounts: new Int32Array(recipe.rows),
    seconds: new Int32Array(recipe.rows),
  };
  let size = 0;
  const add = (object: number, account: number, seconds: number): void => {
    rows.objects[size] = object;
    rows.accounts[size] = account;
    rows.seconds[size++] = seconds;
  };
  const starts = Int32Array.from({ length: recipe.objects }, () => Math.floor(random() * 6 * daySeconds));
  /** A share of a popular object, six hours after it appeared on average. */
  const addOrdinary = (account: number): void => {
    const object = Math.floor(recipe.objects * random() ** (1 / (1 - recipe.exponent)));
    const delay = Math.floor(-Math.log(1 - random()) * (daySeconds / 4));
    add(object, account, ((starts[object] ?? 0) + delay) % span);
  };
  const planted: number[] = [];
  for (let group = 0; group < groups; group++) {
    const members = Array.from({ length: 10 + 2 * group }, (_, n) => recipe.accounts + planted.length + n);
    planted.push(...members);
    for (let action = 0; action < actions; action++) {
      const own = recipe.objects + group * actions + action;
      const object = action % 2 === 0 ? own : 100 + Math.floor(random() * 900);
      const at = Math.floor(random() * (span - 60));
      for (const account of members) if (random() < takesPart) add(object, account, at + Math.floor(random() * spread));
    }
    for (const account of members) for (let post = 0; post < 5; post++) addOrdinary(account);
  }
  while (size < recipe.rows) addOrdinary(Math.floor(recipe.accounts * random() ** 2));
  return { rows, planted };
}

/** Rows of one second stay as they are. */
function inOrderOfTime(seconds: Int32Array): Uint32Array {
  const next = new Uint32Array(span + 120);
  for (const second of seconds) next[second + 1] = (next[second + 1] ?? 0) + 1;
  for (let second = 1; second < next.length; second++) next[second] = (next[second] ?? 0) + (next[second - 1] ?? 0);
  const order = new Uint32Array(seconds.length);
  for (let row = 0; row < seconds.length; row++) {
    const second = seconds[row] ?? 0;
    const place = next[second] ?? 0;
    next[second] = place + 1;
    order[place] = row;
  }
  return order;
}

function padded(letter: string, value: number, digits: number): string {
  return letter + String(value).padStart(digits, '0');
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
