/** Marks of the Traffic Light Protocol (FIRST, 2.0) as STIX and MISP write them. */

/** `TLP:AMBER+STRICT` of `tlp:amber+strict`, `AMBER+STRICT` and the like; `undefined` when the text is no such mark. */
export function tlpMark(written: string): string | undefined {
  const [, colour] = /^\s*(?:tlp:\s*)?(red|amber\+strict|amber|green|clear|white)\s*$/i.exec(written) ?? [];
  // White was renamed in version 2.0.
  return colour === undefined ? undefined : `TLP:${colour.toUpperCase().replace('WHITE', 'CLEAR')}`;
}

/** Ids that are the same in every bundle: STIX 2.1, 7.2.1.4, and OASIS' definitions of TLP 2.0. */
export const tlpMarkings: ReadonlyMap<string, string> = new Map([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'TLP:CLEAR'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'TLP:GREEN'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'TLP:AMBER'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'TLP:RED'],
  ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', 'TLP:CLEAR'],
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'TLP:GREEN'],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'TLP:AMBER'],
  ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', 'TLP:AMBER+STRICT'],
  ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', 'TLP:RED'],
]);

/** From the strictest to the most open. */
const order = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'];

/** Of several marks the strictest holds for the whole. */
export function strictest(marks: Iterable<string>): string | undefined {
  const given = new Set(marks);
  return order.find((mark) => given.has(mark));
}
