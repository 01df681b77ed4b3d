/**
 * Short posts with planted copies, the same for the same count: of 100 posts 60 stand alone, 40 belong to clusters of
 * 3 to 3,000 posts, each a base text with small edits. Latin, Cyrillic, Arabic and Han letters. Of the posts that stand
 * alone a tenth fills one of 20 forms, as weather services do: half of such a text is like that of thousands of others.
 */
import type { Post } from '../src/post/post.ts';

export interface PlantedPosts {
  readonly posts: readonly Post[];
  /** Number of the cluster that was planted, -1 for posts that stand alone. */
  readonly clusterOf: Int32Array;
  readonly clusters: number;
}

const start = Date.UTC(2026, 2, 2);
const spanMs = 48 * 3_600_000;

export function plantPosts(count: number): PlantedPosts {
  const dice = createDice(7);
  const write = createWriter(dice);
  const clusterOf = new Int32Array(count).fill(-1);
  const posts: Post[] = [];
  let clusters = 0;
  while (posts.length < count) {
    const size = Math.min(count - posts.length, sizeOf(dice));
    if (size < 3) {
      posts.push(aPost(posts.length, write.text(), dice));
      continue;
    }
    const base = write.text();
    const edit = write.editor(base);
    for (let member = 0; member < size; member++) {
      clusterOf[posts.length] = clusters;
      posts.push(aPost(posts.length, member < 2 ? base : edit(), dice));
    }
    clusters += 1;
    for (let alone = 0; alone < 1.5 * size && posts.length < count; alone++) {
      posts.push(aPost(posts.length, dice.next() < 0.1 ? write.form() : write.text(), dice));
    }
  }
  return { posts, clusterOf, clusters };
}

/** Many small clusters, few large ones: 3 / u, so that half of them have fewer than six posts. */
function sizeOf(dice: Dice): number {
  return Math.min(3000, Math.floor(3 / (1 - dice.next() * 0.999)));
}

function aPost(number: number, text: string, dice: Dice): Post {
  const createdAt = new Date(start + Math.floor(dice.next() * spanMs));
  return {
    platform: 'x',
    id: String(number),
    accountId: String(Math.floor(dice.next() * 2_000_000)),
    createdAt,
    seenAt: createdAt,
    text,
    kind: 'original',
    tags: [],
    links: [],
  };
}

interface Writer {
  /** 9 to 30 words, of Han 24 to 80 characters. */
  text(): string;
  /** A form of fifty characters, filled in with as many. */
  form(): string;
  /** Gives a text that is near the base: one word changed in a long one, a tail, a mention, a link, capitals. */
  editor(base: string): () => string;
}

function createWriter(dice: Dice): Writer {
  const alphabets = ['abcdefghijklmnopqrstuvwxyz', 'абвгдежзиклмнопрстуфхцчшыэюя', 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'];
  const vocabularies = alphabets.map((letters) =>
    Array.from({ length: 20_000 }, () => pick(dice, letters, 2 + Math.floor(dice.next() * 8))),
  );
  const han = Array.from({ length: 3_000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');
  // Of frequent words more than of rare ones, as in languages.
  const wordOf = (words: readonly string[]): string => words[Math.floor(words.length * dice.next() ** 3)] ?? '';

  const forms = Array.from({ length: 20 }, () => pick(dice, alphabets[0] ?? '', 50));

  return {
    form: () => `${forms[Math.floor(dice.next() * forms.length)]} ${pick(dice, alphabets[0] ?? '', 50)}`,
    text() {
      const kind = Math.floor(dice.next() * 4);
      const words = vocabularies[kind];
      if (words === undefined) return pick(dice, han, 24 + Math.floor(dice.next() * 56));
      return Array.from({ length: 9 + Math.floor(dice.next() * 22) }, () => wordOf(words)).join(' ');
    },
    editor(base) {
      const words = base.split(' ');
      const tail = (): string => ` ${pick(dice, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 4)}`;
      const edits = [
        () => base + tail(),
        () => `@reader${Math.floor(dice.next() * 1e6)} ${base}`,
        () => `${base} https://example.com/${Math.floor(dice.next() * 1e6)}`,
        () => base.toUpperCase(),
        () => `${base} 🔥🔥`,
        () => `${pick(dice, base, 2)} ${base}`,
        () => (base.length < 100 ? base : withWord(words, dice)),
      ];
      return () => edits[Math.floor(dice.next() * edits.length)]?.() ?? base;
    },
  };
}

/** One word of at most five letters becomes another: of a hundred characters at most nine 5-grams go. */
function withWord(words: readonly string[], dice: Dice): string {
  const short = words.flatMap((word, index) => (word.length <= 5 ? [index] : []));
  const changed = short[Math.floor(dice.next() * short.length)];
  return words.map((word, index) => (index === changed ? pick(dice, words.join(''), 4) : word)).join(' ');
}

function pick(dice: Dice, letters: string, count: number): string {
  let word = '';
  for (let i = 0; i < count; i++) word += letters.charAt(Math.floor(dice.next() * letters.length));
  return word;
}

interface Dice {
  /** 0 … 1. */
  next(): number;
}

/** mulberry32. */
function createDice(seed: number): Dice {
  let state = seed | 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}
