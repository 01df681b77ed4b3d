/** Text of a registry file in any known form → entries, refusals and counts; the form is told by the content. */
import { readEntries } from '../entry-file.ts';
import { type RegistryFormat, sniffRegistryFormat } from '../sniff-format.ts';
import { readAsdMatrix } from './asd-matrix.ts';
import { readHamilton } from './hamilton.ts';
import type { ListOptions, RegistryImport } from './import-result.ts';
import { readMetaThreatResearch } from './meta-threat-research.ts';
import { readMisp } from './misp.ts';
import { readStix } from './stix.ts';
import { readWikidata } from './wikidata.ts';
import { readXTakedown } from './x-takedown.ts';

export interface ListRead extends RegistryImport {
  readonly format: RegistryFormat;
}

/** `undefined` when the text is in no form that is known. */
export function readList(text: string, options: ListOptions): ListRead | undefined {
  const format = sniffRegistryFormat(text, options.file);
  return format === undefined ? undefined : { format, ...readFormat(format, text, options) };
}

function readFormat(format: RegistryFormat, text: string, options: ListOptions): RegistryImport {
  switch (format) {
    case 'yaml':
    case 'csv':
      return { counts: {}, ...readEntries(text, { file: options.file, format }) };
    case 'asd-matrix':
      return readAsdMatrix(text, { file: options.file });
    case 'hamilton':
      return readHamilton(text, options);
    case 'meta-threat-research':
      return readMetaThreatResearch(text, options);
    case 'x-takedown':
      return readXTakedown(text, options);
    case 'wikidata':
      return readWikidata(text, options);
    case 'misp':
      return readMisp(text, options);
    case 'stix':
      return readStix(text, options);
  }
}
