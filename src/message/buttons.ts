/** The buttons under an alert and under an edition of the registry, and what a press means. A button carries names, never state. */
import type { CampaignAction } from '../alert/alert.ts';
import { acknowledgement, shownVersion } from '../alert/plan.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { type Verdict, verdicts } from '../campaign/label.ts';
import { type AuditedBurst, auditLetters } from './learning-sections.ts';
import type { Button, ButtonAction } from './message.ts';

const editionActions = ['apply-registry', 'dismiss-registry'] as const;
type EditionAction = (typeof editionActions)[number];
type CampaignButton = Exclude<ButtonAction, EditionAction>;

export interface Press {
  readonly action: CampaignButton;
  readonly campaignId: string;
  /** Version of the message that was pressed. */
  readonly version: number;
  readonly verdict?: Verdict | undefined;
}

const verdictNames: Readonly<Record<Verdict, string>> = {
  campaign: 'campaign',
  'coordinated-but-harmless': 'harmless',
  organic: 'organic',
  'cannot-say': "can't say",
};

export function buttonsOf(campaign: Campaign, actions: readonly CampaignAction[]): readonly Button[] {
  const version = shownVersion(campaign, actions);
  const value = (action: CampaignButton, choice = ''): string => `${action}:${campaign.id}:${version}:${choice}`;
  const acked = acknowledgement(actions) !== undefined;
  return [
    acked
      ? { action: 'unack', label: 'Take back ack', value: value('unack') }
      : { action: 'ack', label: 'Ack', value: value('ack'), style: 'primary' },
    { action: 'snooze', label: 'Snooze', value: value('snooze') },
    { action: 'evidence', label: 'Evidence', value: value('evidence') },
    { action: 'export', label: 'Export', value: value('export') },
    ...verdicts.map(
      (verdict): Button => ({
        action: 'verdict',
        label: `Verdict: ${verdictNames[verdict]}`,
        value: value('verdict', verdict),
      }),
    ),
  ];
}

/** The verdicts on each burst of an audit sample: `a: campaign`, `a: organic` … Five bursts fill a message of Discord. */
export function auditButtons(audit: readonly AuditedBurst[]): readonly Button[] {
  return audit.flatMap(({ campaign, version }, i) =>
    verdicts.map(
      (verdict): Button => ({
        action: 'verdict',
        label: `${auditLetters[i] ?? '?'}: ${verdictNames[verdict]}`,
        value: `verdict:${campaign.id}:${version}:${verdict}`,
      }),
    ),
  );
}

const pressForm = /^(ack|unack|snooze|verdict|evidence|export):([^:]{1,64}):(\d{1,9}):([a-z-]*)$/u;

/** `undefined` for anything that no button of ours carries. */
export function readPress(value: string): Press | undefined {
  const match = pressForm.exec(value);
  if (match === null) return undefined;
  const [, word, campaignId, version, choice] = match;
  const action = campaignButtons.find((known) => known === word);
  const verdict = verdicts.find((known) => known === choice);
  if (action === undefined || campaignId === undefined) return undefined;
  if (action === 'verdict' && verdict === undefined) return undefined;
  return { action, campaignId, version: Number(version), verdict };
}

const campaignButtons: readonly CampaignButton[] = ['ack', 'unack', 'snooze', 'verdict', 'evidence', 'export'];

export interface EditionPress {
  readonly action: EditionAction;
  /** Id of the edition that waits: `edition-4`. */
  readonly editionId: string;
}

export function editionButtons(editionId: string): readonly Button[] {
  return [
    { action: 'apply-registry', label: 'Apply', value: `apply-registry:${editionId}`, style: 'primary' },
    { action: 'dismiss-registry', label: 'Dismiss', value: `dismiss-registry:${editionId}` },
  ];
}

export function readEditionPress(value: string): EditionPress | undefined {
  const [word, editionId = '', ...rest] = value.split(':');
  const action = editionActions.find((known) => known === word);
  return action === undefined || rest.length > 0 || !/^[\w-]{1,64}$/.test(editionId)
    ? undefined
    : { action, editionId };
}
