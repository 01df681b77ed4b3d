/**
 * Links that X puts into a text by itself: to the post's own pictures, to the rest of a text that is cut, to another
 * edition of an edited post, and to the post that is quoted. They say nothing of what somebody spreads.
 */
const statusLink =
  /^https?:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/(?:\w+|i\/web)\/status\/(\d+)(\/(?:photo|video)\/\d+)?/i;

/** `ids`: those of the post and of the one it repeats, quotes or answers. */
export function isOwnLink(link: string, ids: readonly (string | undefined)[]): boolean {
  const match = statusLink.exec(link);
  return match !== null && (match[2] !== undefined || ids.includes(match[1]));
}
