/** DISARM's own table and MISP's templates, galaxy and taxonomies: what is exported must be known there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { disarmTechniques, techniqueRef } from '../../src/export/disarm.ts';
import { mispEvent } from '../../src/export/misp.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { csvRows } from '../../src/registry/csv-rows.ts';
import { entryKinds } from '../../src/registry/registry.ts';
import { aModel, campaign, daily } from '../export/an-export.ts';

const field = join(process.env['TOCSIN_SHARED'] ?? join(import.meta.dirname, '../../../shared'), 'data/field');
const present = existsSync(field);

const Template = z.object({
  name: z.string(),
  uuid: z.string(),
  version: z.number(),
  'meta-category': z.string(),
  requiredOneOf: z.array(z.string()).default([]),
  required: z.array(z.string()).default([]),
  attributes: z.record(z.string(), z.object({ 'misp-attribute': z.string(), multiple: z.boolean().optional() })),
});
const Taxonomy = z.object({
  namespace: z.string(),
  predicates: z.array(z.object({ value: z.string() })),
  values: z.array(z.object({ predicate: z.string(), entry: z.array(z.object({ value: z.string() })) })).default([]),
});
const Galaxy = z.object({
  type: z.string(),
  values: z.array(z.object({ value: z.string(), meta: z.object({ external_id: z.string() }) })),
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${field}/${name}`, 'utf8'));
}

describe.skipIf(!present)(`what is exported is known elsewhere${present ? '' : ` (missing: ${field})`}`, () => {
  it('has every technique with its id and STIX id in DISARM 1.6', () => {
    const { rows } = csvRows(readFileSync(`${field}/disarm/disarm-1.6-techniques.csv`, 'utf8'));
    const published = new Map(rows.map(({ cell }) => [cell('technique_id'), cell('stix_id')]));

    for (const { id, stixId } of disarmTechniques) expect([id, published.get(id)]).toEqual([id, stixId]);
  });

  it('maps only ids that are gone in 1.6 and were there before', () => {
    const { rows } = csvRows(readFileSync(`${field}/disarm/disarm-1.6-techniques.csv`, 'utf8'));
    const now = new Set(rows.map(({ cell }) => cell('technique_id')));
    const before = new Set(
      Galaxy.parse(read('misp/disarm-techniques.json')).values.map(({ meta }) => meta.external_id),
    );
    const old = disarmTechniques.flatMap(({ oldIds = [] }) => oldIds);

    expect(old.filter((id) => now.has(id))).toEqual([]);
    // T0019.002 was gone before the galaxy's edition, too.
    expect(old.filter((id) => !before.has(id))).toEqual(['T0019.002']);
  });

  it('names techniques in MISP’s galaxy as that does, where that has them', () => {
    const galaxy = Galaxy.parse(read('misp/disarm-techniques.json'));
    const byId = new Map(galaxy.values.map(({ value, meta }) => [meta.external_id, value]));

    for (const { id, oldIds = [], galaxy: name } of disarmTechniques) {
      const expected = [id, ...oldIds].map((one) => byId.get(one)).find((value) => value !== undefined);
      expect([id, name]).toEqual([id, expected]);
    }
  });

  it('fills MISP’s object templates: known relations, their types, and what is required', () => {
    const templates = ['microblog', 'twitter-account'].map((name) => Template.parse(read(`misp/object-${name}.json`)));
    const { Event } = mispEvent(aModel());
    let checked = 0;

    for (const object of Event.Object) {
      const template = templates.find(({ name }) => name === object.name);
      if (template === undefined) continue;
      checked += 1;
      const relations = object.Attribute.map(({ object_relation: relation = '' }) => relation);
      expect(object).toMatchObject({ template_uuid: template.uuid, 'meta-category': template['meta-category'] });
      expect(Number(object.template_version)).toBeLessThanOrEqual(template.version);
      expect(template.requiredOneOf.length === 0 || template.requiredOneOf.some((one) => relations.includes(one))).toBe(
        true,
      );
      expect(template.required.every((one) => relations.includes(one))).toBe(true);
      for (const { object_relation: relation = '', type } of object.Attribute) {
        expect([relation, template.attributes[relation]?.['misp-attribute']]).toEqual([relation, type]);
        const uses = relations.filter((one) => one === relation).length;
        expect(uses === 1 || template.attributes[relation]?.multiple === true).toBe(true);
      }
    }
    expect(checked).toBeGreaterThanOrEqual(2);
  });

  it('tags only with what MISP’s taxonomies and galaxy have', () => {
    const names = ['tlp', 'admiralty-scale', 'estimative-language', 'DFRLab-dichotomies-of-disinformation'];
    const known = new Set<string>();
    for (const name of names) {
      const {
        namespace = name,
        predicates,
        values,
      } = z.object({ ...Taxonomy.shape, namespace: z.string().optional() }).parse(read(`misp/taxonomy-${name}.json`));
      for (const { value } of predicates) known.add(`${namespace}:${value}`);
      for (const { predicate, entry } of values)
        for (const { value } of entry) known.add(`${namespace}:${predicate}="${value}"`);
    }
    for (const { value } of Galaxy.parse(read('misp/disarm-techniques.json')).values)
      known.add(`misp-galaxy:disarm-techniques="${value}"`);

    for (const mark of ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED']) {
      for (const kind of entryKinds) {
        const { typology: _, ...entry } = daily;
        const model = aModel({
          registry: createRegistry({ version: '2026-03-01', entries: [{ ...entry, kind }] }),
          options: { mark },
          confirmed: {
            techniques: disarmTechniques.map((one) => ({
              campaignId: campaign.id,
              technique: techniqueRef(one),
              decision: 'confirmed' as const,
              by: 'slack:U1',
              byName: 'Ana',
              at: new Date('2026-03-02T13:00:00Z'),
            })),
          },
        });
        const { Event } = mispEvent(model);
        const tags = [
          ...Event.Tag,
          ...Event.Object.flatMap(({ Attribute }) => Attribute.flatMap(({ Tag = [] }) => Tag)),
        ];

        expect(
          tags.map(({ name }) => name).filter((name) => !known.has(name) && !name.startsWith('disarm:1.6=')),
        ).toEqual([]);
      }
    }
  });
});
