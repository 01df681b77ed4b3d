/** What a person decided about a technique; the newest decision about it counts, and all are kept. */

export interface TechniqueDecision {
  readonly campaignId: string;
  /** With its framework and edition: `disarm:1.6:T0049.002`. */
  readonly technique: string;
  readonly decision: 'confirmed' | 'rejected';
  /** `slack:U1`. */
  readonly by: string;
  readonly byName: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}
