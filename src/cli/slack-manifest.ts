/** `tocsin slack-manifest`: the manifest of the Slack app, from the commands' own definitions. */
import { commandDefinitions } from '../app/command-definitions.ts';
import { slackManifest } from '../chat/slack/manifest.ts';
import { exitStatus, printLines, UsageError } from './output.ts';
import { type CommonOptions, load } from './session.ts';

export async function printSlackManifest({
  url,
  ...common
}: CommonOptions & { readonly url: string | undefined }): Promise<number> {
  const { config } = await load(common);
  const { mode, commandPrefix } = config.chat.slack;
  if (mode === 'http' && url === undefined)
    throw new UsageError('chat.slack.mode is http: give the public address with --url https://your.host/slack/events.');
  const manifest = slackManifest(commandDefinitions(), {
    mode: url === undefined ? 'socket' : 'http',
    prefix: commandPrefix,
    url,
  });
  await printLines([JSON.stringify(manifest, null, 2)]);
  return exitStatus.done;
}
