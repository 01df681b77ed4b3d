/**
 * Questions to GDELT's DOC 2.0 API, one per five seconds.
 *
 * It answers errors as text with status 200, and writes JSON with escapes that JSON does not know; an answer that is
 * none is never taken for "no news".
 */
import { minuteMs } from '../../post/post.ts';
import { shutOut } from '../http/failure.ts';
import type { Http } from '../http/http.ts';
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';

type GdeltMode = 'timelinevolraw' | 'timelinetone' | 'artlist';

interface GdeltQuestion {
  readonly query: string;
  readonly mode: GdeltMode;
  readonly from: Date;
  /** Inclusive, to the second. */
  readonly to: Date;
  readonly maxRecords?: number | undefined;
}

export interface GdeltApi {
  ask(question: GdeltQuestion, context: Pick<PollContext, 'signal' | 'clock'>): Promise<unknown>;
}

export interface GdeltApiDeps {
  readonly http: Http;
  readonly apiUrl: string;
  readonly spacingMs: number;
}

export function createGdeltApi({ http, apiUrl, spacingMs }: GdeltApiDeps): GdeltApi {
  return {
    async ask({ query, mode, from, to, maxRecords }, { signal, clock }) {
      const url = new URL(apiUrl);
      url.searchParams.set('query', query);
      url.searchParams.set('mode', mode);
      url.searchParams.set('format', 'json');
      url.searchParams.set('startdatetime', stamp(from));
      url.searchParams.set('enddatetime', stamp(to));
      if (maxRecords !== undefined) {
        url.searchParams.set('maxrecords', String(maxRecords));
        url.searchParams.set('sort', 'datedesc');
      }
      const answer = await http.request({ url, signal, spacingMs, purse: 'gdelt' }).catch((error: unknown) => {
        throw error instanceof SourceError && error.kind === 'refused'
          ? meaning(error.answer ?? '', clock())
          : shutOut(error);
      });
      return readAnswer(answer.text(), clock());
    },
  };
}

/** `YYYYMMDDHHMMSS`, UTC. */
function stamp(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 14);
}

function readAnswer(text: string, now: Date): unknown {
  const body = text.replace(/^\u{feff}/u, '').trim();
  if (!body.startsWith('{')) throw meaning(body, now);
  try {
    return JSON.parse(body);
  } catch {
    // Titles carry `\'`, `\-` and bare tabs.
  }
  try {
    return JSON.parse(mended(body));
  } catch {
    // The error of `JSON.parse` repeats a piece of the text, so it is no cause to keep.
    throw new SourceError('garbage', 'GDELT answered with broken JSON; the news volume is unknown');
  }
}

/** Pairs first, so that the second half of `\\` is not taken for the beginning of an escape. */
function mended(json: string): string {
  return json
    .replace(/\\(?:["\\/bfnrt]|u[\da-f]{4})|\\/gi, (escape) => (escape === '\\' ? '\\\\' : escape))
    .replace(/\p{Cc}/gu, ' ');
}

const spanTooShort = 'was asked for too short a time';

/** Windows of less than some 15 minutes are not taken; where exactly the limit lies is not documented. */
export function isSpanTooShort(error: unknown): boolean {
  return error instanceof SourceError && error.kind === 'refused' && error.message.endsWith(spanTooShort);
}

/** What GDELT says, and what to do about it. Its own words may repeat the query, so they are not passed on. */
const texts: readonly (readonly [RegExp, string])[] = [
  [
    /too short or too long|keyword that was too short|phrase is too short/i,
    'is too short or too long: use a longer phrase',
  ],
  [/too common/i, 'holds only common words: add another one'],
  [/parenthes[ei]s|surrounded by \(\)/i, 'has wrong parentheses: put them around words joined by OR, and nowhere else'],
  [/illegal character|invalid character/i, 'holds a character that GDELT does not take'],
  [/invalid query|unknown operator|not valid|invalid mode|invalid sort/i, 'is not understood'],
  [/timespan is too short/i, spanTooShort],
  [/timespan|date ?time|date range|start ?date/i, 'reaches back further than GDELT keeps (three months)'],
];

function meaning(text: string, now: Date): SourceError {
  if (/limit requests|too many requests|one every 5 seconds/i.test(text)) {
    return new SourceError('wait', 'GDELT asks to go slower', { until: new Date(now.getTime() + 15 * minuteMs) });
  }
  const start = text.trimStart().slice(0, 1000);
  const known = start.startsWith('<') ? undefined : texts.find(([form]) => form.test(start));
  if (known !== undefined) return new SourceError('refused', `this query ${known[1]}`);
  const what = start === '' ? 'nothing' : start.startsWith('<') ? 'an HTML page' : 'text';
  return new SourceError('garbage', `GDELT answered with ${what} instead of JSON; the news volume is unknown`);
}
