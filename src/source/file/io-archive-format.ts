/** The takedown archive as one of the formats that a header tells. */
import type { CsvFormat } from './file-reader.ts';
import { createIoArchiveReader, ioArchiveFile } from './io-archive.ts';

export const ioArchive: CsvFormat = {
  format: 'io-archive',
  what: 'a takedown archive, its tweets or its users file',
  fits: ({ names }) => ioArchiveFile(names) !== undefined,
  createReader: ({ names }, { fileName, options }) => createIoArchiveReader(names, fileName, options),
};
