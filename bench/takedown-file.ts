/**
 * Writes an invented tweets file in the form of a takedown archive: 31 quoted columns, hashed ids, lists as Python
 * prints them. The same seed and size give the same bytes on every machine.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createRandom, type Random } from '../src/source/sample/random.ts';

const columns = [
  'tweetid',
  'userid',
  'user_display_name',
  'user_screen_name',
  'user_reported_location',
  'user_profile_description',
  'user_profile_url',
  'follower_count',
  'following_count',
  'account_creation_date',
  'account_language',
  'tweet_language',
  'tweet_text',
  'tweet_time',
  'tweet_client_name',
  'in_reply_to_userid',
  'in_reply_to_tweetid',
  'quoted_tweet_tweetid',
  'is_retweet',
  'retweet_userid',
  'retweet_tweetid',
  'latitude',
  'longitude',
  'quote_count',
  'reply_count',
  'like_count',
  'retweet_count',
  'hashtags',
  'urls',
  'user_mentions',
  'poll_choices',
];

const firstDay = Date.UTC(2017, 0, 1);
/** Archives reach back over years; most of the posts are of the last one. */
const days = 4 * 365;
const postsPerAccount = 60;
const words =
  'the people of this city want answers today because nobody listens again see what happened there and share it now 真相 香港 今天 大家 一起 看看'.split(
    ' ',
  );

/** @returns bytes written. */
export async function writeTakedownFile(path: string, posts: number, seed = 'takedown'): Promise<number> {
  const random = createRandom(seed);
  const accounts = Math.max(1, Math.ceil(posts / postsPerAccount));
  const file = createWriteStream(path, { highWaterMark: 1024 * 1024 });
  file.write(`${columns.map(quoted).join(',')}\n`);
  for (let from = 0; from < posts; from += 1_000) {
    let text = '';
    for (let n = from; n < Math.min(posts, from + 1_000); n += 1) text += `${row(n, accounts, random)}\n`;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return file.bytesWritten;
}

function row(n: number, accounts: number, random: Random): string {
  const account = Math.floor(accounts * random.next() ** 2);
  const hashed = account % 20 !== 0;
  const userId = hashed ? digest(account) : String(2_000_000_000 + account);
  const name = hashed ? userId : `example_user_${account}`;
  const at = firstDay + Math.floor(days * Math.sqrt(random.next()) * 1440) * 60_000;
  const kind = random.next();
  const isRetweet = kind < 0.35;
  const tags = tagsOf(random);
  const urls = Array.from({ length: random.chance(0.45) ? 1 + random.below(2) : 0 }, () => urlOf(random));
  const text = `${isRetweet ? 'RT @someone: ' : ''}${textOf(random)} ${tags.map((tag) => `#${tag}`).join(' ')}`;
  return [
    String(1_300_000_000_000_000_000n + BigInt(n) * 4_097n),
    userId,
    name,
    name,
    random.chance(0.5) ? 'Example City' : '',
    account % 3 === 0 ? 'News and views, every day. "Facts" first.' : 'Ordinary words about ordinary things',
    account % 5 === 0 ? 'https://t.example/profile' : '',
    String((account * 37) % 4_000),
    String((account * 11) % 900),
    new Date(firstDay - (account % 900) * 86_400_000).toISOString().slice(0, 10),
    'en',
    random.chance(0.3) ? 'zh' : 'en',
    text,
    new Date(at).toISOString().slice(0, 16).replace('T', ' '),
    'Twitter Web App',
    kind > 0.85 ? digest(account + 1) : '',
    kind > 0.85 ? String(1_300_000_000_000_000_000n + BigInt(n >> 1)) : '',
    '',
    isRetweet ? 'True' : 'False',
    isRetweet ? digest(account + 7) : '',
    isRetweet ? String(1_200_000_000_000_000_000n + BigInt(random.below(1_000_000))) : '',
    'absent',
    'absent',
    String(random.below(3)),
    String(random.below(5)),
    String(Math.floor(random.next() ** 8 * 5_000)),
    String(Math.floor(random.next() ** 8 * 2_000)),
    pythonList(tags),
    pythonList(urls),
    random.chance(0.4) ? pythonList([digest(random.below(accounts))]) : '[]',
    '',
  ]
    .map(quoted)
    .join(',');
}

function tagsOf(random: Random): readonly string[] {
  const wanted = random.chance(0.3) ? 0 : 1 + random.below(3);
  return [
    ...new Set(
      Array.from({ length: wanted }, () => {
        const rank = Math.floor(20_000 ** random.next());
        return rank % 4 === 0 ? `話題${rank}` : `Topic${rank}`;
      }),
    ),
  ];
}

function urlOf(random: Random): string {
  return `https://site${Math.floor(300 ** random.next())}.example/news/${Math.floor(100_000 ** random.next())}?id=${random.below(9)}&utm_source=x`;
}

function textOf(random: Random): string {
  const said = Array.from({ length: 8 + random.below(18) }, () => random.pick(words)).join(' ');
  if (random.chance(0.05)) return `"${said}"\nsecond line`;
  return said;
}

/** 44 characters of base64 in the shape of the archive's digests. */
function digest(n: number): string {
  const head = Math.imul(n + 1, 2_654_435_761) >>> 0;
  return `${Buffer.from(`${head}:${n}:example-digest-of-32-bytes`.padEnd(32, '-').slice(0, 32)).toString('base64')}`;
}

function pythonList(items: readonly string[]): string {
  return `[${items.map((item) => `'${item}'`).join(', ')}]`;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
