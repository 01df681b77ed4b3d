/**
 * Whether an account that is in no registry may leave under its name: one person asks with a reason, an admin who is
 * somebody else confirms.
 */
import { dayMs } from '../post/post.ts';

/** A request that nobody confirmed by then is void. */
export const namingExpiresMs = 7 * dayMs;

export interface NewNaming {
  readonly campaignId: string;
  readonly platform: string;
  readonly accountId: string;
  readonly reason: string;
  /** `slack:U1`. */
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAt: Date;
}

export interface NamingRequest extends NewNaming {
  /** `naming-4`: small, unique, never reused. */
  readonly id: string;
  readonly confirmed?: { readonly by: string; readonly byName: string; readonly at: Date } | undefined;
}

export type NamingState = 'confirmed' | 'waiting' | 'expired';

export function namingState({ confirmed, requestedAt }: NamingRequest, now: Date): NamingState {
  if (confirmed !== undefined) return 'confirmed';
  return now.getTime() - requestedAt.getTime() < namingExpiresMs ? 'waiting' : 'expired';
}

export type NamingRefusal = 'not-an-admin' | 'same-person' | 'expired' | 'already-confirmed';

/** Why a person may not confirm a request; `undefined` when they may. */
export function namingRefusal(
  request: NamingRequest,
  reader: { readonly by: string; readonly isAdmin: boolean },
  now: Date,
): NamingRefusal | undefined {
  const state = namingState(request, now);
  if (state === 'confirmed') return 'already-confirmed';
  if (state === 'expired') return 'expired';
  if (!reader.isAdmin) return 'not-an-admin';
  return reader.by === request.requestedBy ? 'same-person' : undefined;
}
