import { Problem } from '@kinora/service-kit';

/** Also leaves out `#`, which no client sends (RFC 9112 section 3.2). */
const ALLOWED = /^\/[\x21\x22\x24-\x7e]*$/;
/** NUL and other control characters, `/` and `\`, hidden by percent-encoding. */
const HIDDEN = /%(?:[01][0-9a-f]|7f|2f|5c)/i;
const DOTS = /^\.{1,2}$/;

function isCleanPath(path: string): boolean {
  if (path.includes('\\') || path.includes('//') || HIDDEN.test(path)) return false;
  const decoded = decodeURIComponent(path);
  return !decoded.split('/').some((part) => DOTS.test(part));
}

function isCleanTarget(target: string): boolean {
  try {
    return ALLOWED.test(target) && isCleanPath(pathOf(target));
  } catch {
    return false;
  }
}

/** The part of a request target before the query. */
export const pathOf = (target: string): string => target.split('?', 1)[0] ?? '';

/**
 * Checks the request target as it came over the wire, so that the gateway and the services can never read one address as two.
 * @throws Problem `uri-too-long`, or `bad-path`
 */
export function checkTarget(target: string, maxChars: number): void {
  if (target.length > maxChars) {
    throw new Problem('uri-too-long', `An address may have at most ${maxChars} characters.`);
  }
  if (!isCleanTarget(target)) {
    throw new Problem('bad-path', 'Dots as a folder, hidden slashes and characters that do not print are refused.');
  }
}
