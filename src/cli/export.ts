/** `tocsin export CAMPAIGN`: a campaign for other tools, to standard output or into a file. */
import { writeFile } from 'node:fs/promises';
import { campaignNamed } from '../../commands/find-campaign.ts';
import { checkNamed, loadExport } from '../../commands/load-export.ts';
import { UserError } from '../chat/command.ts';
import { exportFile } from '../export/export-file.ts';
import type { ExportFormat } from '../export/model.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { exitStatus, printText, say } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface ExportOptions extends CommonOptions {
  readonly campaign: string;
  readonly format: ExportFormat;
  /** Absent: standard output. A folder's name ends in a slash, and takes the usual name. */
  readonly out: string | undefined;
  readonly suggested: boolean;
  readonly named: boolean;
  readonly extensions: boolean;
}

export async function exportCampaign(options: ExportOptions): Promise<number> {
  const { campaign: name, format, out, suggested, named, extensions, ...common } = options;
  return withDatabase(common, async ({ store }, { config, secrets }) => {
    const campaign = await campaignNamed(name, { store });
    if (named) await checkNamed(campaign.id, store);
    const secret = secrets.tocsinSecret ?? (await store.settings.getOrCreate('secret', () => crypto.randomUUID()));
    const model = await loadExport(
      campaign,
      { suggested, named },
      { store, registry: async () => createRegistry(await store.registry.snapshot()), secret, mark: config.mark },
    );
    const file = exportFile(model, format, { extensions });
    await store.audit.append({
      at: new Date(),
      by: 'command line',
      action: 'export',
      subject: campaign.id,
      details: { format, mark: config.mark, suggested, named, extensions },
    });
    if (out === undefined) {
      say(`${config.mark} · ${file.name}`);
      await printText(file.content);
      return exitStatus.done;
    }
    const path = /[/\\]$/.test(out) ? `${out}${file.name}` : out;
    await write(path, file.content);
    say(`${config.mark} · written to ${path}`);
    return exitStatus.done;
  });
}

async function write(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw new UserError(`${path} cannot be written: does its folder exist, and may this user write there?`, { cause });
  }
}
