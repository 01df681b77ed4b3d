/**
 * JSON Schema of a STIX 2.1 bundle with the object types that are exported, written from the text of the standard
 * (OASIS, "STIX Version 2.1", sections 2.9, 3.1-3.9, 4, 5, 6 and 7.2.1). Properties that a type does not have are errors.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Schema = Readonly<Record<string, unknown>>;

/** Section 2.9: UUIDv4 for most, UUIDv5 for observables and, by choice, for the rest. */
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
/** Section 7.2.1.4 fixes the TLP objects under UUIDv4; section 2.16 the form of a timestamp. */
const timestamp: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  format: 'date-time',
};
const text: Schema = { type: 'string', minLength: 1 };
const count = (minimum: number): Schema => ({ type: 'integer', minimum, maximum: 999_999_999 });
const idOf = (...types: readonly string[]): Schema => ({ type: 'string', pattern: `^(${types.join('|')})--${uuid}$` });
const anyId = idOf('[a-z0-9][a-z0-9-]{1,248}[a-z0-9]');
const listOf = (items: Schema): Schema => ({ type: 'array', minItems: 1, uniqueItems: true, items });
const sha256: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** Section 2.7: a name, and at least one of description, url and external_id. */
const externalReference: Schema = {
  type: 'object',
  properties: {
    source_name: text,
    description: text,
    url: { type: 'string', format: 'uri' },
    external_id: text,
    hashes: { type: 'object', properties: { 'SHA-256': sha256 }, minProperties: 1, additionalProperties: false },
  },
  required: ['source_name'],
  anyOf: [{ required: ['description'] }, { required: ['url'] }, { required: ['external_id'] }],
  dependentRequired: { hashes: ['url'] },
  additionalProperties: false,
};

const extensions: Schema = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: `^extension-definition--${uuid}$` },
  additionalProperties: { type: 'object', properties: { extension_type: text }, required: ['extension_type'] },
};

/** Section 3.1, table of common properties: which are required, by kind of object. */
const common: Schema = {
  spec_version: { const: '2.1' },
  object_marking_refs: listOf(idOf('marking-definition')),
  external_references: listOf(externalReference),
  extensions,
};
const versioned: Schema = {
  ...common,
  created_by_ref: idOf('identity'),
  created: timestamp,
  modified: timestamp,
  confidence: { type: 'integer', minimum: 0, maximum: 100 },
  labels: listOf(text),
};

function domainObject(type: string, own: Schema, required: readonly string[]): Schema {
  return {
    type: 'object',
    properties: { type: { const: type }, id: idOf(type), ...versioned, ...own },
    required: ['type', 'spec_version', 'id', 'created', 'modified', ...required],
    additionalProperties: false,
  };
}

function observable(type: string, own: Schema, rest: Schema): Schema {
  return {
    type: 'object',
    properties: { type: { const: type }, id: idOf(type), ...common, ...own },
    required: ['type', 'id'],
    additionalProperties: false,
    ...rest,
  };
}

const named = { name: text, description: text };

export const stixObjectSchemas: Readonly<Record<string, Schema>> = {
  identity: domainObject(
    'identity',
    { ...named, identity_class: { enum: ['individual', 'group', 'system', 'organization', 'class', 'unknown'] } },
    ['name'],
  ),
  campaign: domainObject('campaign', { ...named, first_seen: timestamp, last_seen: timestamp }, ['name']),
  'attack-pattern': domainObject('attack-pattern', named, ['name']),
  note: domainObject('note', { abstract: text, content: text, object_refs: listOf(anyId) }, ['content', 'object_refs']),
  report: domainObject(
    'report',
    { ...named, report_types: listOf(text), published: timestamp, object_refs: listOf(anyId) },
    ['name', 'published', 'object_refs'],
  ),
  'observed-data': domainObject(
    'observed-data',
    {
      first_observed: timestamp,
      last_observed: timestamp,
      number_observed: count(1),
      // Section 4.14: observables and relationships only.
      object_refs: listOf(idOf('url', 'domain-name', 'user-account')),
    },
    ['first_observed', 'last_observed', 'number_observed', 'object_refs'],
  ),
  relationship: domainObject(
    'relationship',
    {
      relationship_type: { type: 'string', pattern: '^[a-z0-9-]+$' },
      description: text,
      // Section 5.1: no relationship about relationships, and none about markings.
      source_ref: idOf('identity', 'campaign', 'attack-pattern', 'user-account'),
      target_ref: idOf('identity', 'campaign', 'attack-pattern', 'user-account'),
    },
    ['relationship_type', 'source_ref', 'target_ref'],
  ),
  sighting: domainObject(
    'sighting',
    {
      first_seen: timestamp,
      last_seen: timestamp,
      count: count(0),
      sighting_of_ref: idOf('campaign'),
      observed_data_refs: listOf(idOf('observed-data')),
      where_sighted_refs: listOf(idOf('identity', 'location')),
    },
    ['sighting_of_ref'],
  ),
  url: observable('url', { value: { type: 'string', format: 'uri' } }, { required: ['type', 'id', 'value'] }),
  'domain-name': observable(
    'domain-name',
    { value: { type: 'string', format: 'hostname' } },
    { required: ['type', 'id', 'value'] },
  ),
  'user-account': observable(
    'user-account',
    { user_id: text, account_login: text, account_type: text },
    { anyOf: [{ required: ['user_id'] }, { required: ['account_login'] }] },
  ),
  'marking-definition': {
    type: 'object',
    properties: {
      type: { const: 'marking-definition' },
      id: idOf('marking-definition'),
      spec_version: { const: '2.1' },
      created: timestamp,
      name: text,
      definition_type: { enum: ['tlp', 'statement'] },
      definition: { type: 'object', minProperties: 1 },
      extensions,
    },
    required: ['type', 'spec_version', 'id', 'created'],
    // Section 7.2.1: a definition with its type, or an extension.
    anyOf: [{ required: ['definition_type', 'definition'] }, { required: ['extensions'] }],
    additionalProperties: false,
  },
  channel: domainObject('channel', { ...named, channel_types: listOf(text) }, ['name', 'extensions']),
  narrative: domainObject('narrative', named, ['name', 'extensions']),
};

const bundle: Schema = {
  type: 'object',
  properties: {
    type: { const: 'bundle' },
    id: idOf('bundle'),
    objects: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        discriminator: { propertyName: 'type' },
        required: ['type'],
        oneOf: Object.values(stixObjectSchemas),
      },
    },
  },
  required: ['type', 'id', 'objects'],
  additionalProperties: false,
};

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  discriminator: true,
  allowUnionTypes: true,
});
formats.default(ajv);
const validate = ajv.compile(bundle);

/** What is wrong with a parsed bundle, by place; empty when nothing is. */
export function stixIssues(parsed: unknown): readonly string[] {
  if (validate(parsed)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
