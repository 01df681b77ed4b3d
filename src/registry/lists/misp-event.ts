/** A MISP event in the few fields that attribution needs, and the reader of its three outer forms. */
import { z } from 'zod';

const text = z.string().nullish();
const Tag = z.object({ name: z.string() });
const flag = z.union([z.boolean(), z.string(), z.number()]).nullish();

const Attribute = z.object({
  type: z.string(),
  category: text,
  value: z.union([z.string(), z.number()]).transform(String),
  comment: text,
  object_relation: text,
  deleted: flag,
  Tag: z.array(Tag).nullish(),
});
export type MispAttribute = z.infer<typeof Attribute>;

const MispObject = z.object({
  name: z.string(),
  comment: text,
  deleted: flag,
  Attribute: z.array(Attribute).nullish(),
});
export type MispObject = z.infer<typeof MispObject>;

const Cluster = z.object({
  type: text,
  value: z.string(),
  meta: z
    .object({
      country: z.union([z.array(z.string()), z.string()]).nullish(),
      'cfr-suspected-state-sponsor': z.union([z.array(z.string()), z.string()]).nullish(),
    })
    .nullish()
    .catch(undefined), // an empty mapping is written as an empty list
});
export type MispCluster = z.infer<typeof Cluster>;

const MispEvent = z.object({
  uuid: z.string().regex(/^[\da-f-]{8,64}$/i),
  info: z.string(),
  date: text,
  Orgc: z.object({ name: z.string() }).nullish(),
  Tag: z.array(Tag).nullish(),
  Galaxy: z.array(z.object({ type: text, GalaxyCluster: z.array(Cluster).nullish() })).nullish(),
  Attribute: z.array(z.unknown()).nullish(),
  Object: z.array(z.unknown()).nullish(),
});
type MispEvent = z.infer<typeof MispEvent>;

const Wrapped = z.object({ Event: z.unknown() });
const Response = z.object({ response: z.unknown() });

export interface PlacedEvent {
  /** Where it stands in the text: `Event`, `response[2].Event`, `[0].Event`. */
  readonly path: string;
  readonly event: MispEvent;
}

export interface EventsRead {
  readonly events: readonly PlacedEvent[];
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

/** `{Event}`, `{response: [{Event}, …]}` and `[{Event}, …]`; `undefined` for what is none of them. */
export function mispEvents(value: unknown): EventsRead | undefined {
  const response = Response.safeParse(value);
  const inner = response.success && response.data.response !== undefined ? response.data.response : value;
  const prefix = inner === value ? '' : 'response';
  const list: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  const events: PlacedEvent[] = [];
  const refused: { path: string; reason: string }[] = [];
  let any = false;
  for (const [i, one] of list.entries()) {
    const item = Array.isArray(inner) ? `${prefix}[${i}]` : prefix;
    const wrapped = Wrapped.safeParse(one);
    if (!wrapped.success || wrapped.data.Event === undefined) {
      refused.push({ path: item, reason: `${item || 'the text'} is no event` });
      continue;
    }
    any = true;
    const path = item === '' ? 'Event' : `${item}.Event`;
    const event = MispEvent.safeParse(wrapped.data.Event);
    if (event.success) events.push({ path, event: event.data });
    else refused.push({ path, reason: `${path}.${issuePath(event.error)} is missing or of another type` });
  }
  return any ? { events, refused } : undefined;
}

export function readMispObject(value: unknown): { readonly object: MispObject } | { readonly refused: string } {
  const parsed = MispObject.safeParse(value);
  return parsed.success
    ? { object: parsed.data }
    : { refused: `${issuePath(parsed.error)} is missing or of another type` };
}

/** Attributes of another form say nothing of attribution, so they are passed over. */
export function readMispAttribute(value: unknown): MispAttribute | undefined {
  return Attribute.safeParse(value).data;
}

function issuePath(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') ?? '';
}

/** `true`, `"1"` and `1`: a deleted object is sent along to say that it is gone. */
export function isDeleted({ deleted }: { readonly deleted?: boolean | string | number | null | undefined }): boolean {
  return deleted === true || deleted === 1 || deleted === '1' || deleted === 'true';
}
