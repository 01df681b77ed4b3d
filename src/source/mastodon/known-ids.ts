/**
 * Which id a server gives to a post or an account, as far as this process has seen them.
 *
 * Everywhere else posts are known by their uri, but a server is asked by its own id, and finding one by its uri would
 * make the server fetch it again. Bounded; what was forgotten cannot be checked, and no harm is done.
 */
export interface KnownIds {
  note(host: string, uri: string, id: string): void;
  idOf(host: string, uri: string): string | undefined;
  uriOf(host: string, id: string): string | undefined;
}

const mostIds = 100_000;

export function createKnownIds(most = mostIds): KnownIds {
  const ids = new Map<string, string>();
  const uris = new Map<string, string>();
  return {
    note(host, uri, id) {
      remember(ids, `${host} ${uri}`, id, most);
      remember(uris, `${host} ${id}`, uri, most);
    },
    idOf: (host, uri) => ids.get(`${host} ${uri}`),
    uriOf: (host, id) => uris.get(`${host} ${id}`),
  };
}

function remember(map: Map<string, string>, key: string, value: string, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value ?? '');
}
