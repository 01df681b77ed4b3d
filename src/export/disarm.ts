/**
 * The DISARM techniques that a campaign of this kind can show, and what they were called in older editions.
 *
 * Ids, STIX ids and the mapping are facts of DISARM Framework 1.6 (DISARM Foundation, CC BY-SA 4.0, see
 * docs/sharing.md); the short names are ours. `galaxy` is the name of the same technique in MISP's galaxy, which
 * follows an older edition and lacks some.
 */

export const disarmVersion = '1.6';

export interface DisarmTechnique {
  readonly id: string;
  readonly name: string;
  readonly stixId: string;
  readonly galaxy?: string | undefined;
  /** Ids of it in older editions. */
  readonly oldIds?: readonly string[] | undefined;
  /** Nothing that is measured here shows it: a person who says so gives a reason. */
  readonly needsReason?: true | undefined;
}

export const disarmTechniques: readonly DisarmTechnique[] = [
  {
    id: 'T0015.001',
    name: 'An existing hashtag is used',
    stixId: 'attack-pattern--0d4d5ade-e487-4f29-8d33-5f19a9b216b6',
    galaxy: 'Use Hashtags',
    oldIds: ['T0104.005'],
  },
  {
    id: 'T0015.002',
    name: 'A new hashtag is made',
    stixId: 'attack-pattern--260869f6-be18-4475-b35e-27fb52203abc',
    galaxy: 'Create Dedicated Hashtag',
    oldIds: ['T0104.006'],
  },
  {
    id: 'T0049',
    name: 'Flooding of the information space',
    stixId: 'attack-pattern--0c765d19-99b2-4703-af48-e20a677c4bfc',
    galaxy: 'Flood Information Space',
  },
  {
    id: 'T0049.002',
    name: 'Flooding of an existing hashtag',
    stixId: 'attack-pattern--bfce790b-dfd6-46ca-8fab-c2d72f21bba2',
    galaxy: 'Flood Existing Hashtag',
    oldIds: ['T0019.002'],
  },
  {
    id: 'T0049.003',
    name: 'Automated forwarding and reposting',
    stixId: 'attack-pattern--e6ab2793-a059-4354-bb60-045afb019833',
    galaxy: 'Bots Amplify via Automated Forwarding and Reposting',
    needsReason: true,
  },
  {
    id: 'T0049.004',
    name: 'Spamouflage: noise around copied text',
    stixId: 'attack-pattern--4282febe-c8a6-46da-863c-f19081615d80',
    galaxy: 'Utilise Spamoflauge',
  },
  {
    id: 'T0049.005',
    name: 'Swarming around one event or person',
    stixId: 'attack-pattern--ce5b400c-6f82-4095-936b-617857800da8',
    galaxy: 'Conduct Swarming',
  },
  {
    id: 'T0084.001',
    name: 'Copied text',
    stixId: 'attack-pattern--4cd719a9-e817-4acc-9581-6b6a60e42f35',
    galaxy: 'Use Copypasta',
  },
  {
    id: 'T0097.111',
    name: 'Persona of a government official',
    stixId: 'attack-pattern--ac315372-39bb-4249-8c46-860983d7cfbb',
  },
  {
    id: 'T0097.202',
    name: 'Persona of a news outlet',
    stixId: 'attack-pattern--54d8019d-4687-46f5-a4c9-1b9414b80d35',
  },
  {
    id: 'T0097.206',
    name: 'Persona of a government institution',
    stixId: 'attack-pattern--926e171a-216e-4095-b9dc-4fba2322e07f',
  },
  {
    id: 'T0116',
    name: 'Comments and replies as the vehicle',
    stixId: 'attack-pattern--318f2a34-07b6-4c4b-9bb0-58f5bca681fc',
    galaxy: 'Comment or Reply on Content',
  },
  {
    id: 'T0118',
    name: 'Amplification of an existing narrative',
    stixId: 'attack-pattern--836e9eef-b446-4f68-805f-0f10116d6e7f',
    galaxy: 'Amplify Existing Narrative',
  },
  {
    id: 'T0119.002',
    name: 'The same content across platforms',
    stixId: 'attack-pattern--03225a5c-f388-4453-a53c-f10be49bbcfe',
    galaxy: 'Post across Platform',
  },
  {
    id: 'T0143.001',
    name: 'Authentic persona: accounts under their own name',
    stixId: 'attack-pattern--a9af9ac5-ea2d-4c6c-9428-3a55745923cb',
  },
  {
    id: 'T0146.007',
    name: 'Automated accounts',
    stixId: 'attack-pattern--7e85d897-f480-4118-b571-556f4f99edd4',
    galaxy: 'Create Bot Accounts',
    oldIds: ['T0090.003'],
    needsReason: true,
  },
  {
    id: 'T0150.001',
    name: 'Newly created accounts',
    stixId: 'attack-pattern--ba703b10-af7d-48d3-9fb9-11426992c902',
  },
  {
    id: 'T0150.002',
    name: 'Dormant accounts',
    stixId: 'attack-pattern--796f5ca9-edce-4daf-85ef-de822e5a21bc',
    needsReason: true,
  },
  {
    id: 'T0150.004',
    name: 'Repurposed accounts',
    stixId: 'attack-pattern--405aa0e6-2297-4c39-b285-17c31190b195',
    needsReason: true,
  },
  {
    id: 'T0150.005',
    name: 'Compromised accounts',
    stixId: 'attack-pattern--696cbb0b-74f4-4937-9758-3fe56e4b9535',
    galaxy: 'Acquire Compromised Account',
    oldIds: ['T0141.001'],
    needsReason: true,
  },
  {
    id: 'T0150.006',
    name: 'Purchased accounts',
    stixId: 'attack-pattern--c62e87a3-a84f-4c2d-bc7c-6ede2fc1fcf5',
    needsReason: true,
  },
  {
    id: 'T0150.008',
    name: 'Accounts created in bulk',
    stixId: 'attack-pattern--71f85cbb-5f6e-4fd1-9ad4-fea19069bc5f',
  },
];

/** `disarm:1.6:T0049.002`: an id means something only together with its edition. */
export function techniqueRef({ id }: DisarmTechnique): string {
  return `disarm:${disarmVersion}:${id}`;
}

/** The technique behind an id, with or without framework and edition; old ids give what they became. */
export function findTechnique(written: string): DisarmTechnique | undefined {
  const id = /^(?:disarm:(?:\d+(?:\.\d+)*:)?)?(T\d{4}(?:\.\d{3})?)$/iu.exec(written.trim())?.[1]?.toUpperCase();
  if (id === undefined) return undefined;
  return (
    disarmTechniques.find((technique) => technique.id === id) ??
    disarmTechniques.find(({ oldIds }) => oldIds?.includes(id) === true)
  );
}

/** Why an id that DISARM has is not taken here; `undefined` when there is nothing to say about it. */
export function techniqueRefused(written: string): string | undefined {
  if (!/T0110(?:$|\.)/iu.test(written.trim())) return undefined;
  return 'T0110 means notes and meetings between governments, not diplomats who post; see T0143.001 and T0097.111';
}
