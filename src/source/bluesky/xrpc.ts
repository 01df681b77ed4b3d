/** Calls of AT Protocol servers, and what their errors mean. */
import { z } from 'zod';
import type { Http } from '../http/http.ts';
import { SourceError } from '../source-error.ts';

export interface XrpcCall {
  readonly http: Http;
  readonly server: string;
  readonly method: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly signal: AbortSignal;
}

/** 3,000 requests in 5 minutes per address (Bluesky's rate limits): one in 100 ms. */
const spacingMs = 100;

export async function callXrpc({ http, server, method, parameters, signal }: XrpcCall): Promise<unknown> {
  const url = new URL(`/xrpc/${method}`, server);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  const answer = await http.request({ url, signal, spacingMs });
  return answer.json();
}

export function readAs<Answer>(schema: z.ZodType<Answer>, answer: unknown): Answer {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new SourceError('garbage', 'the answer is not what the protocol says');
  return parsed.data;
}

const Refusal = z.object({ error: z.string() });

/** The protocol's name for why a call was refused, such as `AccountTakedown`. */
export function refusalName(error: unknown): string | undefined {
  if (!(error instanceof SourceError) || error.answer === undefined) return undefined;
  try {
    const parsed = Refusal.safeParse(JSON.parse(error.answer));
    return parsed.success ? parsed.data.error : undefined;
  } catch {
    // The kept beginning of a long answer is no whole JSON.
    return /"error"\s*:\s*"(\w+)"/.exec(error.answer)?.[1];
  }
}
