import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../config/load.ts';
import { Config } from '../../config/schema.ts';

const file = new URL('../../config/example.yaml', import.meta.url).pathname;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly default?: unknown;
}

/** `chat.slack.mode`, `routes[].target` … of everything that can be set, a section only where it may be absent. */
function settings(schema: Schema, path = ''): readonly string[] {
  if (schema.items?.properties) return settings(schema.items, `${path}[]`);
  if (!schema.properties || (path !== '' && schema.default === undefined && !path.endsWith('[]'))) return [path];
  return Object.entries(schema.properties).flatMap(([key, inner]) =>
    settings(inner, path === '' ? key : `${path}.${key}`),
  );
}

function written(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return written(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => written(inner, path === '' ? key : `${path}.${key}`));
}

describe('the example configuration', () => {
  it('is valid and says the defaults', async () => {
    const { config } = await loadConfig({ file, env: {} });

    expect(config).toEqual(Config.parse({}));
  });

  it('shows every setting, and nothing else', () => {
    const schema = z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }) as Schema;

    expect([...written(parse(readFileSync(file, 'utf8')))].sort()).toEqual([...settings(schema)].sort());
  });
});
