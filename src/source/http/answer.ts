/** The body of an answer: read up to a size, and understood as text or JSON, or told what it is instead. */
import { SourceError } from '../source-error.ts';
import { placeOf } from './failure.ts';
import type { Reached } from './follow.ts';
import type { HttpAnswer } from './http.ts';

/** So much of an answer is kept with an error. */
const longestExcerpt = 4000;

export async function readAnswer({ response, url, moved }: Reached, maxBytes: number): Promise<HttpAnswer> {
  const bytes = await readBytes({ response, url }, maxBytes);
  let text: string | undefined;
  const decode = (): string => (text ??= new TextDecoder().decode(bytes));
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    movedTo: moved === true ? url.href : undefined,
    text: decode,
    json: () => parseJson(decode(), url, response.status),
  };
}

/** The beginning of what came with an error; `undefined` when nothing did or it cannot be read. */
export async function readExcerpt(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(response)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= longestExcerpt) break;
    }
  } catch {
    // The status is the news; that its text was cut is none.
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks)).slice(0, longestExcerpt);
  return text === '' ? undefined : text;
}

export async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value instanceof Uint8Array) yield value;
    }
  } finally {
    // Rejects with what broke the body, which the reader above has thrown already.
    await reader.cancel().catch(() => undefined);
  }
}

async function readBytes({ response, url }: Reached, maxBytes: number): Promise<Uint8Array> {
  // `content-length` counts compressed bytes, so it can only refuse; what comes out is counted as it comes.
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(url, maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(response)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

function tooLarge(url: URL, maxBytes: number): SourceError {
  const size = maxBytes >= 1e6 ? `${Math.round(maxBytes / 1e6)} MB` : `${maxBytes} bytes`;
  return new SourceError('garbage', `${placeOf(url)}: the answer is larger than ${size}`);
}

function parseJson(text: string, url: URL, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error of `JSON.parse` repeats a piece of the text, so it is no cause to keep.
    const message = `${placeOf(url)}: ${whatItIs(text)}`;
    throw new SourceError('garbage', message, { status, answer: text.slice(0, longestExcerpt) });
  }
}

function whatItIs(text: string): string {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start === '') return 'an empty answer';
  if (start.startsWith('<?xml') && !start.includes('<html')) return 'XML instead of JSON';
  if (start.startsWith('<')) return 'an HTML page instead of JSON';
  return /^[[{]/.test(start) ? 'broken JSON' : 'text instead of JSON';
}
