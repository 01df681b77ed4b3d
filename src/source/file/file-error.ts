/** A file that cannot be read as a whole. The message names the file and says what to do; people see it as it is. */
export class FileError extends Error {
  override readonly name = 'FileError';
}
