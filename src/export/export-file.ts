/** The model in a format, as a file whose name carries the mark. */
import { exportCsv } from './export-csv.ts';
import { mispEvent } from './misp.ts';
import type { ExportFormat, ExportModel } from './model.ts';
import { stixBundle } from './stix.ts';

export interface ExportFile {
  /** `example-x-20260302.TLP-AMBER.stix.json`. */
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

export interface FileOptions {
  /** STIX objects beyond the standard; without effect elsewhere. */
  readonly extensions: boolean;
}

export function exportFile(model: ExportModel, format: ExportFormat, options: FileOptions): ExportFile {
  const base = `${slug(model.campaign.id)}.${slug(model.mark)}`;
  switch (format) {
    case 'stix':
      // Media type of the standard (section 1.6.9 of STIX 2.1).
      return {
        name: `${base}.stix.json`,
        mediaType: 'application/stix+json;version=2.1',
        content: jsonText(stixBundle(model, options)),
      };
    case 'misp':
      return { name: `${base}.misp.json`, mediaType: 'application/json', content: jsonText(mispEvent(model)) };
    case 'csv':
      return { name: `${base}.csv`, mediaType: 'text/csv;charset=utf-8', content: exportCsv(model) };
    case 'json':
      return { name: `${base}.json`, mediaType: 'application/json', content: jsonText(model) };
  }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What every file system and chat takes as a name: a tag in Chinese stays, a slash does not. */
function slug(text: string): string {
  const kept = text.replace(/[^\p{L}\p{M}\p{N}+._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return Array.from(kept === '' ? 'export' : kept)
    .slice(0, 60)
    .join('');
}
