/** A mistake that the person running Tocsin can put right; its message says how. */
export class StoreUserError extends Error {
  override readonly name = 'UserError';
}
