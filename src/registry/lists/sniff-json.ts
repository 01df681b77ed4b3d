/** Which list a JSON text is, by the names of its first keys; nothing is parsed, so broken text is told apart too. */
export function sniffJson(text: string): 'wikidata' | 'misp' | 'stix' | undefined {
  const head = text.slice(0, beginning);
  const has = (form: RegExp): boolean => form.test(head);
  if (has(/^\s*\{\s*"head"\s*:\s*\{/) || has(/^\s*\{\s*"results"\s*:\s*\{\s*"bindings"/)) return 'wikidata';
  if (has(/^\s*\{[^{[]*"type"\s*:\s*"bundle"/) || has(/^\s*\{[^{[]*"objects"\s*:\s*\[/)) return 'stix';
  if (has(/^\s*(?:\{\s*"response"\s*:\s*)?\[?\s*\{\s*"Event"\s*:/)) return 'misp';
  return undefined;
}

/** Enough for the keys before the first list. */
const beginning = 10_000;
