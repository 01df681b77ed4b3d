/** `/export CAMPAIGN stix|misp|csv|json`: a campaign as a file, to the asker alone. */
import { z } from 'zod';
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Answer, type Asker, type Command, fileBytesAtMost, UserError } from '../src/chat/command.ts';
import { type ExportFile, exportFile } from '../src/export/export-file.ts';
import { mentionSentence } from '../src/export/limits.ts';
import { type ExportFormat, type ExportModel, exportFormats } from '../src/export/model.ts';
import { tlpOf } from '../src/export/tlp.ts';
import { counted } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import type { CommandDeps } from './deps.ts';
import { campaignNamed } from './find-campaign.ts';
import { checkNamed, loadExport } from './load-export.ts';

const wishes = ['suggested', 'named', 'extensions'] as const;

const ExportArgs = z.object({
  campaign: z.string(),
  format: z.enum(exportFormats),
  with: z.enum(wishes).optional(),
});

export function exportCommand(deps: CommandDeps): Command {
  return {
    name: 'export',
    summary: 'A campaign as a file for other tools, marked and without names of private accounts',
    arguments: [
      { name: 'campaign', summary: 'id or hashtag of a campaign', required: true },
      { name: 'format', summary: 'STIX 2.1, MISP event, table or JSON', required: true, choices: exportFormats },
      {
        name: 'with',
        summary: 'techniques suggested by rules; accounts that two persons decided to name; STIX beyond the standard',
        required: false,
        choices: wishes,
      },
    ],
    schema: ExportArgs,
    visibility: 'private',
    slow: true,
    examples: ['/export #StopExampleRumors stix', '/export #StopExampleRumors csv suggested'],
    complete: async (argument, typed) =>
      argument === 'campaign' ? (await deps.store.campaigns.search(typed, 25)).map(({ id }) => id) : [],
    run: async (asker, args, now) => {
      const { campaign: typed, format, with: wish } = ExportArgs.parse(args);
      return exportAnswer(await campaignNamed(typed.trim(), deps), format, wish, asker, now, deps);
    },
  };
}

/** The file of a campaign, or the command line that writes it. */
export async function exportAnswer(
  campaign: Campaign,
  format: ExportFormat,
  wish: (typeof wishes)[number] | undefined,
  asker: Asker,
  now: Date,
  deps: CommandDeps,
): Promise<Answer> {
  const line = `tocsin export ${campaign.id} --${format}${wish === undefined ? '' : ` --${wish}`}`;
  if (tlpOf(deps.mark) === 'red') {
    throw new UserError(`What is marked ${deps.mark} does not leave by chat. On the machine itself: ${line}`);
  }
  if (wish === 'named') {
    if (!deps.isAdmin(asker))
      throw new UserError('Names of accounts leave only by an admin; see admins in the configuration.');
    await checkNamed(campaign.id, deps.store);
  }
  const model = await loadExport(campaign, { suggested: wish === 'suggested', named: wish === 'named' }, deps);
  const file = exportFile(model, format, { extensions: wish === 'extensions' });
  await deps.store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: 'export',
    subject: campaign.id,
    details: { format, mark: deps.mark, ...(wish === undefined ? {} : { with: wish }) },
  });
  const fits = Buffer.byteLength(file.content) <= fileBytesAtMost;
  return {
    visibility: 'private',
    message: summary(campaign, model, file, fits ? undefined : line),
    ...(fits ? { file } : {}),
  };
}

const formatNames: Readonly<Record<ExportFormat, string>> = {
  stix: 'STIX 2.1 bundle',
  misp: 'MISP event',
  csv: 'table (CSV)',
  json: 'JSON',
};

function summary(
  campaign: Campaign,
  model: ExportModel,
  { name }: ExportFile,
  tooLarge: string | undefined,
): Answer['message'] {
  const { organisations, accounts, observables, evidence, techniques, versions, mark } = model;
  const listed = accounts.list.filter(({ as }) => as === 'listed').length;
  const named = accounts.list.filter(({ as }) => as === 'named').length;
  const format = exportFormats.find((one) => name.endsWith(`.${one}.json`) || name.endsWith(`.${one}`)) ?? 'json';
  return answerMessage({
    title: `Export of ${model.campaign.name} · ${formatNames[format]} · ${mark}`,
    lead: [
      tooLarge === undefined ? `File ${name}` : `The file is too large for a chat. On the machine itself: ${tooLarge}`,
    ],
    sections: [
      {
        label: 'Contents',
        lines: [
          `${counted(organisations.length, 'listed organisation')}, ${counted(listed, 'listed account')}${named > 0 ? `, ${counted(named, 'account')} named by decision` : ''}; ${counted(accounts.of - listed - named, 'account')} as pseudonyms or counted`,
          `${counted(observables.tags.length, 'tag')}, ${counted(observables.links.length, 'link')}, ${counted(evidence.items.length, 'post')} as references without words`,
          `${counted(techniques.confirmed.length, 'confirmed technique')}${techniques.suggested.length > 0 ? `, ${counted(techniques.suggested.length, 'suggested one')}` : ''}`,
        ],
      },
      { label: 'Read with it', lines: [mentionSentence] },
      { label: 'Other forms', lines: [`/export ${campaign.id} ${exportFormats.join('|')}`] },
    ],
    footer: [campaign.id, `rules ${versions.rules}`, `registry ${versions.registryNow}`, mark],
  });
}
