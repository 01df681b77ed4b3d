/** The smallest source there is, for a made-up platform: what a real one does, in one screen. */
import { z } from 'zod';
import { normalTag } from '../../../src/post/normal-form.ts';
import type { Post } from '../../../src/post/post.ts';
import type { Http } from '../../../src/source/http/http.ts';
import { parseZonedTime } from '../../../src/source/parse-time.ts';
import type { Gap, Page, PollContext, Source, SourceLog } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';

const ExamplePage = z.object({ posts: z.array(z.unknown()), more: z.boolean() });
const ExampleItem = z.object({ id: z.string(), at: z.string(), author: z.string(), text: z.string() });
const ExampleCursor = z.strictObject({ after: z.string() });

const mostPages = 50;

export interface ExampleSettings {
  readonly baseUrl: string;
  readonly tag: string;
}

export function createExampleSource(
  { baseUrl, tag }: ExampleSettings,
  token: string,
  { http, log }: { readonly http: Http; readonly log: SourceLog },
): Source {
  async function fetchPage(after: string, signal: AbortSignal): Promise<z.infer<typeof ExamplePage>> {
    const url = new URL('/v1/posts', baseUrl);
    url.search = new URLSearchParams({ tag, after }).toString();
    const answer = await http.request({ url, signal, purse: 'example', headers: { authorization: `Bearer ${token}` } });
    const page = ExamplePage.safeParse(answer.json());
    if (!page.success) throw new SourceError('garbage', `${url.host}: no page of posts`);
    return page.data;
  }

  async function* poll(cursor: unknown, { now, clock, signal }: PollContext): AsyncGenerator<Page> {
    const known = ExampleCursor.safeParse(cursor);
    let gaps: readonly Gap[] = [];
    if (!known.success && cursor !== undefined) gaps = [{ from: now, to: now, reason: 'reading began anew' }];
    let after = known.success ? known.data.after : '0';
    for (let count = 0; count < mostPages; count += 1) {
      signal.throwIfAborted();
      const page = await fetchPage(after, signal);
      const posts = page.posts.flatMap((item) => readItem(item, clock()) ?? []);
      if (posts.length < page.posts.length)
        log.warn({ items: page.posts.length - posts.length }, 'items not understood');
      const last = posts.at(-1)?.id ?? after;
      const done = !page.more || last === after;
      after = last;
      yield { posts, deletes: [], gaps, cursor: { after }, done };
      gaps = [];
      if (done) return;
    }
  }

  return { id: 'example:posts', platform: 'example', everyMinutes: 5, coverage: 'platform', catchesUp: true, poll };
}

function readItem(item: unknown, seenAt: Date): Post | undefined {
  const parsed = ExampleItem.safeParse(item);
  const createdAt = parsed.success ? parseZonedTime(parsed.data.at) : undefined;
  if (!parsed.success || createdAt === undefined) return undefined;
  const { id, author, text } = parsed.data;
  const tags = [...text.matchAll(/#(\w+)/g)].map((match) => normalTag(match[1] ?? ''));
  return { platform: 'example', id, accountId: author, createdAt, seenAt, text, kind: 'original', tags, links: [] };
}
