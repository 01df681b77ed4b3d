/**
 * The neutral message: what is said, before any chat decides how it looks.
 *
 * Every string is plain text from us or escaped by the renderer; none carries markup. The same parts in the same
 * order go to Slack, Discord and the console (`plainText` is the measure of that).
 */
import type { Level } from '../campaign/campaign.ts';

export const buttonActions = [
  'ack',
  'unack',
  'snooze',
  'verdict',
  'evidence',
  'export',
  'apply-registry',
  'dismiss-registry',
] as const;
export type ButtonAction = (typeof buttonActions)[number];

export interface Button {
  readonly action: ButtonAction;
  /** At most 75 characters (Slack) and 80 (Discord). */
  readonly label: string;
  /** `action:campaign:version:choice` or `action:edition`, at most 100 characters (Discord custom_id). */
  readonly value: string;
  readonly style?: 'primary' | 'danger' | undefined;
}

/** A labelled part: label in the left column, lines beside it. */
export interface Section {
  readonly label: string;
  readonly lines: readonly string[];
}

export interface Message {
  readonly kind: 'alert' | 'growth' | 'digest' | 'answer' | 'notice';
  readonly level?: Level | undefined;
  /** First line, for someone woken at three. */
  readonly title: string;
  /** Second line(s): what happened against what is usual. */
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
  /** Versions, marks: "rules v1 · registry 2026-11-20 · TLP:AMBER". */
  readonly footer: readonly string[];
  readonly buttons: readonly Button[];
  /** At most 300 characters; stands alone in a notification. */
  readonly fallback: string;
}
