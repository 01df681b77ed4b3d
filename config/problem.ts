/** Something in the configuration that its writer has to put right. */
export interface Problem {
  /** The file as it was named; absent for the environment. */
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** `routes[0].minLevel`, or the name of an environment variable; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** All problems at once, one a line, each with its place. Values are not repeated: one may be a misplaced token. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join('\n'));
    this.problems = problems;
  }
}

function problemLine({ file, line, column, path, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [place, [path, message].filter((part) => part !== '').join(': ')].filter((part) => part !== '').join(' ');
}
