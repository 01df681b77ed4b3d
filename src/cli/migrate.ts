/** `tocsin migrate`: brings the database to this version's form and says where it is. */
import { exitStatus, printLines } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

/** Opening a store migrates it; forward only, and two at once do it once. */
export function migrate(options: CommonOptions): Promise<number> {
  return withDatabase(options, async ({ description }) => {
    await printLines([`The database is up to date: ${description}.`]);
    return exitStatus.done;
  });
}
