/** Texts out of a vocabulary: everyday sentences, titles, banks of ready texts, and what people change in a copy. */
import { normalTag } from '../../../src/post/normal-form.ts';
import { capital, type Vocabulary } from './language.ts';
import { itemAt, type Random } from './random.ts';

/** A template with its slots filled by words of the vocabulary; the first words are used most. */
export function fill(template: string, words: Vocabulary, random: Random): string {
  return template.replace(/\{([nvap])\}/g, (_, slot) => slotWord(String(slot), words, random));
}

function slotWord(slot: string, words: Vocabulary, random: Random): string {
  const list = slot === 'n' ? words.nouns : slot === 'v' ? words.verbs : slot === 'a' ? words.adjectives : words.places;
  return itemAt(list, Math.floor(list.length * random.next() ** 1.6));
}

/** One or two clauses, as people write. */
export function sentence(words: Vocabulary, random: Random): string {
  const { clauses, joints } = words.phrases;
  const first = fill(random.pick(clauses), words, random);
  if (random.chance(0.35)) return first;
  return first + random.pick(joints) + fill(random.pick(clauses), words, random);
}

export function headline(words: Vocabulary, random: Random): string {
  return fill(random.pick(words.phrases.headlines), words, random);
}

/** Ready texts, all different. */
export function textBank(words: Vocabulary, random: Random, size: number, topic?: string): readonly string[] {
  const bank = new Set<string>();
  while (bank.size < size)
    bank.add(topic === undefined ? sentence(words, random) : `${topic}: ${sentence(words, random)}`);
  return [...bank];
}

/**
 * The same claim in other words: its few topic words stand among freshly chosen ones, in one of several orders, so that
 * no two are copies or nearly so.
 */
export function paraphrase(topic: readonly string[], words: Vocabulary, random: Random): string {
  const { clauses, joints } = words.phrases;
  const left = random.some(topic, 2);
  let used = 0;
  const told = (template: string): string =>
    template.replace(/\{([nvap])\}/g, (_, slot) => {
      const next = slot === 'n' && random.chance(0.4) ? left[used] : undefined;
      if (next === undefined) return slotWord(String(slot), words, random);
      used += 1;
      return next;
    });
  const parts = random.some(clauses, random.whole(2, 3)).map(told);
  return parts.reduce((text, part) => text + random.pick(joints) + part);
}

/** What copies of prepared texts end in: four letters, or a run of signs. */
export function withNoise(text: string, random: Random): string {
  const chance = random.next();
  if (chance < 0.55) return text;
  if (chance < 0.75) return `${text} ${letters(random, 4)}`;
  if (chance < 0.9) return `${text} ${random.pick(['!!', '🔥', '👇', '...', '🙏🙏'])}`;
  return `${random.pick(['🚨', '❗', '📢'])} ${text}`;
}

function letters(random: Random, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(65 + random.below(26))).join('');
}

/** Text with its tags and links at the end, as people write it. */
export function written(text: string, tags: readonly string[], links: readonly string[]): string {
  return [text, ...tags.map((tag) => `#${tag}`), ...links.map((link) => `https://${link}`)].join(' ');
}

/** A new tag of two or three words, in normal form; `places` when it is about somewhere. */
export function newTag(words: Vocabulary, random: Random): string {
  return normalTag(capital(random.pick(words.nouns)) + capital(random.pick(words.verbs)) + random.pick(words.places));
}

/** A path under an invented host, in normal form. */
export function newLink(host: string, random: Random): string {
  return `${host}/${random.whole(2, 9)}${letters(random, 3).toLowerCase()}/${random.below(1e9).toString(36)}`;
}
