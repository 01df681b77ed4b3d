/** What a process does: all of it, or one part of a larger installation. */
export const roles = ['all', 'bot', 'worker', 'scheduler'] as const;
export type Role = (typeof roles)[number];
