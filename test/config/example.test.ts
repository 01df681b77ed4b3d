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
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
}

/** `chat.slack.mode`, `routes[].target` … of everything that can be set, a section only where it may be absent. */
function settings(schema: Schema, path = ''): readonly string[] {
  const parts = schema.anyOf?.find(({ properties }) => properties !== undefined);
  if (parts !== undefined) return settings({ ...parts, default: schema.default }, path);
  if (schema.items?.properties) return settings(schema.items, `${path}[]`);
  if (!schema.properties || (path !== '' && schema.default === undefined && !path.endsWith('[]'))) return [path];
  return Object.entries(schema.properties).flatMap(([key, inner]) =>
    settings(inner, path === '' ? key : `${path}.${key}`),
  );
}

function written(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return written(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  if (Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, inner]) => written(inner, path === '' ? key : `${path}.${key}`));
}

describe('the example configuration', () => {
  it('is valid and says the defaults', async () => {
    const { config } = await loadConfig({ file, env: {} });

    expect(config).toEqual(Config.parse({}));
  });

  it('shows every setting, and nothing else', () => {
    const schema = z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }) as Schema;

    const text = readFileSync(file, 'utf8');
    const shown = written(parse(text));

    // A list that is empty by default stands for its items, whose keys are named in its comment.
    const listed = shown.filter((path) => settings(schema).some((setting) => setting.startsWith(`${path}[]`)));
    const keysOfItems = settings(schema).filter((setting) => listed.some((path) => setting.startsWith(`${path}[]`)));
    const expected = settings(schema).filter((setting) => !keysOfItems.includes(setting));
    expect([...shown].sort()).toEqual([...expected, ...listed].sort());
    for (const key of keysOfItems) expect(text).toMatch(new RegExp(`#.*\\b${key.slice(key.lastIndexOf('.') + 1)}\\b`));
  });
});
