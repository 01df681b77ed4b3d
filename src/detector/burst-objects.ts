/** What a post is counted under: its tags and their families, its links and their hosts, its text. */
import { hostOf, textKey } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { tooBroad } from '../registry/host-form.ts';

export const burstKinds = ['tag', 'family', 'link', 'host', 'text'] as const;
export type BurstKind = (typeof burstKinds)[number];

export interface PostObject {
  readonly kind: BurstKind;
  readonly value: string;
}

/** Names of the families of each tag in normal form. */
export type FamiliesOfTag = ReadonlyMap<string, readonly string[]>;

/** Objects of one post that are followed; a post with more is a list, not a message. */
const tagsPerPost = 20;
const linksPerPost = 10;
/** Other objects of a post that are noted with each of its keys. */
const companionsPerPost = 12;
/** Addresses that stand for other ones: whoever shortens shares them with everybody. */
const shorteners = new Set(
  (
    'bit.ly tinyurl.com ow.ly buff.ly dlvr.it ift.tt trib.al is.gd goo.gl lnkd.in rb.gy cutt.ly shorturl.at rebrand.ly ' +
    'amzn.to wp.me fb.me cnn.it bbc.in reut.rs nyti.ms linktr.ee telegra.ph web.archive.org archive.org archive.ph'
  ).split(' '),
);

export function familiesOfTag(families: Readonly<Record<string, readonly string[]>>): FamiliesOfTag {
  const names = new Map<string, string[]>();
  for (const [name, tags] of Object.entries(families)) {
    for (const tag of tags) {
      const known = names.get(tag);
      if (known === undefined) names.set(tag, [name]);
      else if (!known.includes(name)) known.push(name);
    }
  }
  return names;
}

/** Each once, whatever a post repeats. The text is left to the caller, since most texts are never seen again. */
export function objectsOf(post: Post, families: FamiliesOfTag): readonly PostObject[] {
  const objects: PostObject[] = [];
  for (const value of upTo(tagsPerPost, post.tags)) {
    objects.push({ kind: 'tag', value });
    if (families.size === 0) continue;
    for (const family of families.get(value) ?? none) addOnce(objects, 'family', family);
  }
  for (const value of upTo(linksPerPost, post.links)) {
    objects.push({ kind: 'link', value });
    const host = hostOf(value);
    if (isOnesOwn(host)) addOnce(objects, 'host', host);
  }
  return objects;
}

function upTo(most: number, values: readonly string[]): readonly string[] {
  return values.length <= most ? values : values.slice(0, most);
}

function addOnce(objects: PostObject[], kind: BurstKind, value: string): void {
  if (!objects.some((each) => each.kind === kind && each.value === value)) objects.push({ kind, value });
}

/** Replies say the same by themselves ("thank you very much!"), and a repost is no text of its own. */
export function textOf(post: Post): string | undefined {
  return post.kind === 'original' || post.kind === 'quote' ? textKey(post.text) : undefined;
}

const none: readonly string[] = [];

/** The other tags and links of a post, tags with their sign. */
export function companionsOf(object: PostObject, objects: readonly PostObject[]): readonly string[] {
  if (objects.length === 1 && objects[0] === object) return none;
  const companions: string[] = [];
  for (const other of objects) {
    if (other === object || (other.kind !== 'tag' && other.kind !== 'link')) continue;
    companions.push(other.kind === 'tag' ? `#${other.value}` : other.value);
    if (companions.length === companionsPerPost) break;
  }
  return companions;
}

const asked = new Map<string, boolean>();
const askedKept = 50_000;

/** Whether everything under a host is of one hand. Asked for every link, so answers are kept. */
function isOnesOwn(host: string): boolean {
  const known = asked.get(host);
  if (known !== undefined) return known;
  if (asked.size >= askedKept) asked.clear();
  const bare = host.replace(/:\d+$/, '');
  const own = !shorteners.has(bare) && tooBroad(bare) === undefined;
  asked.set(host, own);
  return own;
}
