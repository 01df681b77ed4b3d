/** Objects of a STIX 2.1 bundle in the few fields that attribution needs; everything else is passed over. */
import { z } from 'zod';

const id = z.string().max(500);
const ids = z.array(id).optional();
const name = z.string().optional();
const common = {
  id,
  revoked: z.boolean().optional(),
  confidence: z.number().min(0).max(100).optional(),
  created: z.string().optional(),
  modified: z.string().optional(),
  created_by_ref: id.optional(),
  object_marking_refs: ids,
  external_references: z.array(z.object({ source_name: name, url: name })).optional(),
};

const StixObject = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('identity'),
    name,
    identity_class: name,
    sectors: z.array(z.string()).optional(),
  }),
  z.object({ ...common, type: z.literal('threat-actor'), name, resource_level: name }),
  z.object({ ...common, type: z.literal('intrusion-set'), name }),
  z.object({ ...common, type: z.literal('campaign'), name }),
  z.object({ ...common, type: z.literal('infrastructure'), name }),
  z.object({ ...common, type: z.literal('location'), name, country: name }),
  z.object({
    ...common,
    type: z.literal('user-account'),
    user_id: name,
    account_login: name,
    account_type: name,
  }),
  z.object({ ...common, type: z.literal('domain-name'), value: z.string() }),
  z.object({ ...common, type: z.literal('url'), value: z.string() }),
  z.object({ ...common, type: z.literal('channel'), name, channel_types: z.array(z.string()).optional() }),
  z.object({ ...common, type: z.literal('media-content'), name, url: name }),
  z.object({
    ...common,
    type: z.literal('relationship'),
    relationship_type: z.string(),
    source_ref: id,
    target_ref: id,
  }),
  z.object({
    ...common,
    type: z.literal('marking-definition'),
    name,
    definition: z.object({ tlp: name }).optional(),
  }),
]);
export type StixObject = z.infer<typeof StixObject>;

const Any = z.object({ type: z.string() });
const known = new Set<string>(StixObject.options.map((option) => option.shape.type.value));

/** The object; its type where it is one that is passed over; or what is wrong with it. */
export function readStixObject(
  value: unknown,
): { readonly object: StixObject } | { readonly other: string } | { readonly refused: string } {
  const any = Any.safeParse(value);
  if (!any.success) return { refused: 'no STIX object: no type' };
  if (!known.has(any.data.type)) return { other: any.data.type.slice(0, 60) };
  const parsed = StixObject.safeParse(value);
  if (parsed.success) return { object: parsed.data };
  const [issue] = parsed.error.issues;
  return { refused: `${any.data.type}: ${issue?.path.join('.') ?? ''} is missing or of another type` };
}
