/** A list of which the items that fit are read, and of those no more than any honest list has. */
import { z } from 'zod';

/** Records are at most 1 MB; a list that long is read in part. */
const longestList = 1000;

/** What is no list counts as an empty one. */
export function listOf<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z
    .array(z.unknown())
    .catch([])
    .transform((values) => fitting(item, values));
}

/** What is no list is refused. */
export function itemsOf<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z.array(z.unknown()).transform((values) => fitting(item, values));
}

function fitting<Item>(item: z.ZodType<Item>, values: readonly unknown[]): readonly Item[] {
  return values.slice(0, longestList).flatMap((value) => {
    const read = item.safeParse(value);
    return read.success ? [read.data] : [];
  });
}
