/**
 * Addresses that were made unclickable (`hxxps`, `[.]`, `[:]`, `[at]`) in their usual form again, to be compared.
 *
 * In memory only: nothing that is shown goes through here.
 */
export function refang(text: string): string {
  return text
    .replace(/^h(?:xx|\*\*|tt)p(s?)(?=\s*(?:\[?:\]?))/i, 'http$1')
    .replace(/\s*[[({]\s*(?:\.|dot|punto)\s*[\])}]\s*/gi, '.')
    .replace(/\s*[[({]\s*:\s*(?:\/\/\s*)?[\])}]\s*/g, (colon) => (colon.includes('/') ? '://' : ':'))
    .replace(/\s*[[({]\s*(?:@|at)\s*[\])}]\s*/gi, '@')
    .replace(/\[\s*\/\s*\]/g, '/');
}
