/** Which listed organisations took part, each with the source of its attribution. */
import { measureOrganisations } from '../../measure/study/organisations.ts';
import { dateText } from '../../measure/words.ts';
import type { RegistryEntry } from '../../registry/registry.ts';
import { counted, day, number, text } from '../cells.ts';
import { registryWords, type StudyContext } from '../context.ts';
import type { StudySection } from '../report.ts';

export function organisationsSection(context: StudyContext): StudySection {
  const { states } = context.question;
  const found = measureOrganisations(context.table, { rows: context.rows });
  const organisations = found.organisations.filter(({ entry }) => states?.includes(entry.state) ?? true);
  const named = organisations.filter(({ entry }) => entry.publicRole);
  const unnamed = organisations.length - named.length;
  return {
    id: 'organisations',
    title: 'Listed organisations',
    measure: '',
    definition: 'Organisations of the registry with a post or repost, with the source that attributes them.',
    parameters: [registryWords(context), ...found.formulas.map((formula) => `interactions of ${formula}`)],
    guard: 'Attribution is cited, never made here; disputed entries say so.',
    notes: unnamed > 0 ? [`${unnamed} listed without a public role are not named.`] : [],
    tables: [
      {
        id: 'organisations',
        title: 'Organisations',
        columns: [
          'name',
          'kind',
          'state',
          'source',
          'confidence',
          'status',
          'accounts',
          'posts',
          'reposts',
          'interactions',
          'posts without counters',
          'first',
        ],
        rows: named.map((one) => [
          text(one.entry.name),
          text(one.entry.kind),
          text(one.entry.state),
          text(sourceOf(one.entry)),
          text(one.entry.confidence),
          text(one.entry.status),
          counted(one.accounts),
          counted(one.posts),
          counted(one.reposts),
          number(one.interactions),
          number(one.withoutCounters),
          day(one.firstAt),
        ]),
      },
    ],
    pictures: [],
  };
}

function sourceOf({ evidence }: RegistryEntry): string {
  const [first, ...rest] = evidence;
  if (first === undefined) return '';
  const date = first.date === undefined ? 'undated' : dateText(first.date);
  const said = `${first.source} (${first.type}, ${date})`;
  return rest.length === 0 ? said : `${said} and ${rest.length} more`;
}
