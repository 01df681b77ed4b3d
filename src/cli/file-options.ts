/** How files are read, as people say it on the command line: the same for `import` and `study`. */
import type { FileFormat, ImportOptions } from '../source/file/file-format.ts';
import { UsageError } from './output.ts';

export interface GivenFileOptions {
  readonly format?: FileFormat;
  readonly platformPrefix: Readonly<Record<string, string>>;
  readonly object?: string;
  readonly account?: string;
  readonly time?: string;
  readonly post?: string;
  readonly text?: string;
  readonly objectKind?: 'tag' | 'link' | 'repost';
  readonly takedown: boolean;
  readonly takedownAt?: Date;
  readonly dateOrder?: 'dmy' | 'mdy';
}

/** @param where platform and zone, which the two commands call by different names */
export function fileOptionsOf(
  given: GivenFileOptions,
  where: Pick<ImportOptions, 'platform' | 'zone'>,
): Omit<ImportOptions, 'now' | 'onNotes' | 'mapping'> {
  const { object, account, time, post, text, platformPrefix } = given;
  const named = [object, account, time, post, text].some((column) => column !== undefined);
  if (named && (object === undefined || account === undefined || time === undefined)) {
    throw new UsageError(
      'Columns are named together: --object, --account and --time (and --post, --text where there are any).',
    );
  }
  return {
    ...where,
    format: given.format,
    platformByPrefix: Object.keys(platformPrefix).length > 0 ? platformPrefix : undefined,
    columns:
      object === undefined || account === undefined || time === undefined
        ? undefined
        : { object, account, time, post, text },
    objectKind: given.objectKind,
    takedown: given.takedown,
    takedownAt: given.takedownAt,
    dateOrder: given.dateOrder,
  };
}
