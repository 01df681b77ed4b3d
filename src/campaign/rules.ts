/** The weights that evidence is judged by: stated guesses until labels exist, fitted ones afterwards. */

/** Turns a score into the share of such campaigns that people confirmed. */
export interface Calibration {
  readonly method: 'platt' | 'isotonic';
  /** Log-odds of the score, ascending, and the calibrated probability there; linear in between, flat outside. */
  readonly points: readonly { readonly logOdds: number; readonly probability: number }[];
}

export interface Rules {
  /** Named by every message: `v4`, or `v4+2026-W48` once weights were fitted. */
  readonly version: string;
  /** Chance that a burst is a coordinated campaign before anything is known of it. */
  readonly prior: number;
  /** Nats at the point where an indicator counts as strong, by its name; negative for innocent explanations. */
  readonly weights: Readonly<Record<string, number>>;
  readonly calibration?: Calibration | undefined;
}
