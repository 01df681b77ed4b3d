/** `tocsin export` and what it takes. */
import type { Command } from 'commander';
import { exportFormats } from '../export/model.ts';
import { UsageError } from './output.ts';
import type { CommonOptions } from './session.ts';

type Common = () => CommonOptions;
type Done = (status: number) => void;
type Sub = (name: string, description: string) => Command;

export function addExport(sub: Sub, common: Common, done: Done): void {
  sub('export', 'a campaign for other tools; accounts in no registry leave as pseudonyms')
    .argument('<campaign>', 'id or hashtag')
    .option('--stix', 'STIX 2.1 bundle', false)
    .option('--misp', 'MISP event', false)
    .option('--csv', 'table', false)
    .option('--json', 'everything, in a form of our own (default)', false)
    .option('--out <file>', 'write there instead of printing; a folder ends in a slash')
    .option('--suggested', 'also techniques that rules suggest and nobody confirmed', false)
    .option('--named', 'accounts that two persons decided to name', false)
    .option('--extensions', 'also STIX objects beyond the standard (channel, narrative)', false)
    .action(async (campaign, { out, suggested, named, extensions, ...given }) => {
      const chosen = exportFormats.filter((format) => given[format]);
      if (chosen.length > 1) throw new UsageError(`One form at a time: --${chosen.join(' or --')}.`);
      const format = chosen[0] ?? 'json';
      if (extensions && format !== 'stix') throw new UsageError('--extensions belongs to --stix.');
      done(
        await (await import('./export.ts')).exportCampaign({
          ...common(),
          campaign,
          format,
          out,
          suggested,
          named,
          extensions,
        }),
      );
    });
}
