/** Which entry a host belongs to: the longest registered one that it equals or lies under. */
import { hostForm, registeredForm } from './host-form.ts';
import type { Attribution, Registry, RegistryEntry } from './registry.ts';

export type FindHost = (host: string) => ReturnType<Registry['findHost']>;

/** @param entries those that answer first, first */
export function registeredHosts(entries: readonly RegistryEntry[]): FindHost {
  const hosts = new Map<string, Attribution>();
  const add = (form: string | undefined, attribution: Attribution): void => {
    if (form !== undefined && !hosts.has(form)) hosts.set(form, attribution);
  };
  for (const entry of entries) {
    const attribution = { entry, by: 'host' } as const;
    for (const host of entry.hosts) add(registeredForm(host), attribution);
  }
  return (host) => {
    const asked = hostForm(host);
    for (let rest = asked; rest !== undefined; rest = withoutFirstLabel(rest)) {
      const found = hosts.get(rest);
      if (found !== undefined) return found;
    }
    // A link to `www.gov.cn` is kept without its `www.`; the site is registered with it.
    return asked === undefined ? undefined : hosts.get(`www.${asked}`);
  };
}

function withoutFirstLabel(host: string): string | undefined {
  const dot = host.indexOf('.');
  return dot < 0 ? undefined : host.slice(dot + 1);
}
