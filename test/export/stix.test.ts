import {
  externalReferencesSchema,
  objectMarkingRefsSchema,
  stixIdentifierSchema,
  stixTimestampSchema,
} from '@mitre-attack/attack-data-model/dist/schemas/common/index.js';
import { tlpMarkingDefinitionSchema } from '@mitre-attack/attack-data-model/dist/schemas/smo/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ExportModel } from '../../src/export/model.ts';
import { stixBundle } from '../../src/export/stix.ts';
import { createStixIds } from '../../src/export/stix-common.ts';
import { uuid5 } from '../../src/export/uuid5.ts';
import { aPost } from '../builders.ts';
import { aModel, campaign, confirmedTechnique, naming, posts } from './an-export.ts';
import { stixIssues, stixObjectSchemas } from './stix-schema.ts';

const StixObject = z.looseObject({ type: z.string(), id: z.string() });
const Bundle = z.object({ objects: z.array(StixObject) });
type Parsed = z.infer<typeof StixObject>;

function objectsOf(model: ExportModel, extensions = false): readonly Parsed[] {
  return Bundle.parse(JSON.parse(JSON.stringify(stixBundle(model, { extensions })))).objects;
}

/** The library speaks ATT&CK's dialect, which has no notes, reports or observables. */
const librarysTypes = ['campaign', 'identity', 'attack-pattern', 'relationship', 'marking-definition'];

const actions = [
  {
    campaignId: campaign.id,
    kind: 'verdict',
    verdict: 'campaign',
    by: 'Ana Lyst',
    at: new Date('2026-03-02T14:00:00Z'),
  },
] as const;
const confirmedNaming = { ...naming, confirmed: { by: 'slack:U2', byName: 'Second', at: naming.requestedAt } };
const full = aModel({
  confirmed: { techniques: [confirmedTechnique], actions, namings: [confirmedNaming] },
  options: { suggested: true, named: true },
});

describe('a STIX bundle', () => {
  it.each([
    ['everything there is', full, true],
    ['core types only', full, false],
    ['nothing stored', aModel({ posts: [], campaign: { ...campaign, links: [], tags: [] } }), false],
    ['a mark of another kind', aModel({ options: { mark: 'internal use only' } }), false],
    ['AMBER+STRICT', aModel({ options: { mark: 'TLP:AMBER+STRICT' } }), false],
  ])('is valid by the standard: %s', (_name, model, extensions) => {
    const bundle: unknown = JSON.parse(JSON.stringify(stixBundle(model, { extensions })));

    expect(stixIssues(bundle)).toEqual([]);
  });

  it('is refused by the schema when something is wrong with it', () => {
    const { objects, ...rest } = stixBundle(full, { extensions: false });
    const broken = (change: Readonly<Record<string, unknown>>) =>
      stixIssues(
        JSON.parse(
          JSON.stringify({
            ...rest,
            objects: objects.map((one) => (one.type === 'campaign' ? { ...one, ...change } : one)),
          }),
        ),
      );

    expect(broken({})).toEqual([]);
    expect(broken({ first_seen: 'yesterday' })).not.toEqual([]);
    expect(broken({ name: '' })).not.toEqual([]);
    expect(broken({ labels: [] })).not.toEqual([]);
    expect(broken({ made_up: 1 })).not.toEqual([]);
    expect(broken({ id: 'campaign--1' })).not.toEqual([]);
  });

  it('passes an independent library where that knows the parts', () => {
    const [marking, ...objects] = objectsOf(full);
    const refused = objects.flatMap((object) => {
      const parts = [
        ...(librarysTypes.includes(object.type) ? [stixIdentifierSchema.safeParse(object.id)] : []),
        ...['created', 'modified', 'first_seen', 'last_seen', 'published']
          .filter((name) => object[name] !== undefined)
          .map((name) => stixTimestampSchema.safeParse(object[name])),
        externalReferencesSchema.optional().safeParse(object['external_references']),
        objectMarkingRefsSchema.safeParse(object['object_marking_refs']),
      ];
      return parts.filter(({ success }) => !success).map(({ error }) => `${object.id}: ${error?.message}`);
    });

    expect(refused).toEqual([]);
    expect(tlpMarkingDefinitionSchema.safeParse(marking).error).toBeUndefined();
  });

  it.each([
    ['TLP:CLEAR', '613f2e26-407d-48c7-9eca-b8e91df99dc9'],
    ['TLP:GREEN', '34098fce-860f-48ae-8e50-ebd3cc5e41da'],
    ['TLP:AMBER', 'f88d31f6-486f-44da-b317-01333bde0b82'],
    ['TLP:AMBER+STRICT', '939a9414-2ddd-4d32-a0cd-375ea402b003'],
    ['TLP:RED', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed'],
  ])('marks every object with the fixed definition of %s', (mark, uuid) => {
    const [marking, ...others] = objectsOf(aModel({ options: { mark } }));

    expect(marking?.id).toBe(`marking-definition--${uuid}`);
    expect(
      others.every((object) => JSON.stringify(object['object_marking_refs']) === `["marking-definition--${uuid}"]`),
    ).toBe(true);
  });

  it('gives an observable the id that every tool gives it', () => {
    const ids = createStixIds(aModel());

    // The standard's own example (STIX 2.1 Errata 01, domain name).
    expect(ids.observable('domain-name', { value: 'example.com' }, 'm').id).toBe(
      'domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7',
    );
    // Python's uuid.uuid5 over the canonical JSON of the three properties.
    expect(
      ids.observable('user-account', { user_id: '1001', account_type: 'unix', account_login: 'jdoe' }, 'm').id,
    ).toBe('user-account--f94d689e-707d-58c3-b803-c720bb6ed096');
  });

  it('makes name-based ids as RFC 9562 says', () => {
    expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('refers to nothing outside of itself, and holds each object once', () => {
    const objects = objectsOf(full, true);
    const ids = objects.map(({ id }) => id);
    const referred = JSON.stringify(objects).match(/"[a-z-]+--[0-9a-f-]{36}"/g) ?? [];
    const outside = referred
      .map((id) => id.slice(1, -1))
      .filter((id) => !ids.includes(id) && !id.startsWith('extension-definition--'));

    expect(new Set(ids).size).toBe(ids.length);
    expect(outside).toEqual([]);
  });

  it('is the same for the same model, and of another installation has other ids', () => {
    const again = JSON.stringify(stixBundle(full, { extensions: true }));
    const elsewhere = objectsOf(aModel({ options: { secret: 'another' } }));

    expect(JSON.stringify(stixBundle(full, { extensions: true }))).toBe(again);
    expect(elsewhere.find(({ type }) => type === 'campaign')?.id).not.toBe(
      objectsOf(aModel()).find(({ type }) => type === 'campaign')?.id,
    );
  });

  it('keeps ids and first times over versions and campaigns', () => {
    const later = objectsOf(aModel({ campaign: { ...campaign, version: 5 } }));
    const other = objectsOf(
      aModel({ campaign: { ...campaign, id: 'other-x-1', openedAt: new Date('2026-03-05T00:00:00Z') } }),
    );
    const now = new Map(objectsOf(aModel()).map((object) => [object.id, object]));

    for (const object of [...later, ...other])
      expect(now.get(object.id)?.['created'] ?? object['created']).toBe(object['created']);
    expect(later.every(({ id, type }) => now.has(id) || type === 'bundle')).toBe(true);
    expect(other.filter(({ type }) => type === 'identity').every(({ id }) => now.has(id))).toBe(true);
  });

  it('attributes nothing: organisations are related, with the finding they are cited from', () => {
    const objects = objectsOf(full);
    const organisation = objects.find(({ name }) => name === 'Example Daily');

    expect(objects.some((object) => object['relationship_type'] === 'attributed-to')).toBe(false);
    expect(organisation).toMatchObject({ identity_class: 'organization', confidence: 85 });
    expect(organisation?.['external_references']).toEqual([
      expect.objectContaining({
        source_name: 'Example List 2026-01',
        url: 'https://list.example/2026',
        hashes: { 'SHA-256': 'ab'.repeat(32) },
      }),
    ]);
    expect(JSON.stringify(objects)).not.toContain('the words of the source');
  });

  it('says of an account named by decision that it is in no registry, and by whom it is named', () => {
    const model = aModel({ confirmed: { namings: [confirmedNaming] }, options: { named: true } });
    const objects = objectsOf(model);
    const account = objects.find((one) => one['user_id'] === '900');
    const said = objects.find((one) => String(one['abstract']).startsWith('In no registry: named by decision'));

    expect(said).toMatchObject({ type: 'note', object_refs: [account?.id] });
    expect(said?.['content']).toMatch(
      /^@private_person_handle, by decision of analyst-\w+ and analyst-\w+ at .*: sells/,
    );
    expect(model.limits).toContain(
      '1 account in no registry named by decision of two persons; that attributes nothing.',
    );
  });

  it('holds confirmed techniques as facts, and suggestions in a note', () => {
    const objects = objectsOf(full);

    expect(objects.filter(({ type }) => type === 'attack-pattern').map((one) => one['external_references'])).toEqual([
      [expect.objectContaining({ source_name: 'DISARM', external_id: 'T0084.001' })],
    ]);
    const suggested = objects.find((one) => one['abstract'] === 'Techniques suggested by rules, confirmed by nobody');
    expect(suggested?.['content']).toContain('disarm:1.6:T0049.004');
    expect(objectsOf(aModel()).some(({ type }) => type === 'attack-pattern')).toBe(false);
  });

  it('gives links with a scheme, and accounts under the platform’s old name', () => {
    const objects = objectsOf(aModel());

    expect(objects.find(({ type }) => type === 'url')).toMatchObject({ value: 'https://daily.example/a' });
    expect(objects.find(({ type }) => type === 'user-account')).toMatchObject({
      account_type: 'twitter',
      account_login: 'ExampleDaily',
      user_id: '42',
    });
    expect(objects.filter(({ type }) => type === 'user-account')).toHaveLength(1);
  });

  it('has types beyond the standard only on request', () => {
    const core = Object.keys(stixObjectSchemas).filter((type) => type !== 'channel' && type !== 'narrative');

    expect(objectsOf(full).every(({ type }) => core.includes(type))).toBe(true);
    expect(objectsOf(full, true).map(({ type }) => type)).toEqual(expect.arrayContaining(['channel', 'narrative']));
  });

  it('stays valid whatever tags, links and names are written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.webUrl({ withQueryParameters: true }),
        fc.string(),
        (tag, url, name) => {
          const link = url.replace(/^https?:\/\//, '');
          const post = aPost({ accountId: '42', handle: name, tags: [tag], links: [link] });
          const model = aModel({ posts: [...posts, post], campaign: { ...campaign, reason: name } });

          expect(stixIssues(JSON.parse(JSON.stringify(stixBundle(model, { extensions: true }))))).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
