/** What is asked of GDELT's DOC 2.0 API. */
import { z } from 'zod';

const GdeltQuery = z.strictObject({
  /** The name that its counts are kept under; a tag in normal form where it stands for one. */
  key: z.string().trim().min(1).max(200),
  /** As GDELT takes it: `"lantern day" sourcelang:chinese`. */
  query: z.string().trim().min(1).max(1000),
});

export const GdeltSettings = z.strictObject({
  enabled: z.boolean().default(false),
  apiUrl: z.url().default('https://api.gdeltproject.org/api/v2/doc/doc'),
  queries: z.array(GdeltQuery).default([]),
  everyMinutes: z.int().min(15).default(60),
  /** Whether articles are listed besides counted; each list is one more question. */
  articles: z.boolean().default(true),
  /** GDELT asks for five seconds between two questions. */
  spacingMs: z.int().min(0).default(5500),
  /** Articles in one answer; GDELT gives no more than 250. */
  maxRecords: z.int().min(2).max(250).default(250),
});
export type GdeltSettings = z.infer<typeof GdeltSettings>;
