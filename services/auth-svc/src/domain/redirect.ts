/** Where a person goes who logs in without having been on the way to something. */
export const DEFAULT_REDIRECT = '/studio';

/** Longest address to return to, in characters. */
export const REDIRECT_MAX_CHARS = 2_048;

/** Exists to be resolved against: an address that leaves it would leave this site. */
const SITE = 'http://site.invalid';

const NOT_PRINTABLE_ASCII = /[^\x21-\x7e]/;
const LEAVES_AFTER_DECODING = /^\/[/\\]|[\p{Cc}\\]/u;

const ENCODED_BYTE = /%([0-9a-f]{2})/gi;

/** As the most lenient reader would see it: encoded twice or more is decoded too. */
function decodeFully(text: string): string {
  let decoded = decodeURIComponent(text);
  for (let before = ''; decoded !== before; ) {
    before = decoded;
    decoded = before.replace(ENCODED_BYTE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return decoded;
}

function isPathOfThisSite(value: string): boolean {
  if (!value.startsWith('/') || value.length > REDIRECT_MAX_CHARS || NOT_PRINTABLE_ASCII.test(value)) return false;
  const [path = ''] = value.split(/[?#]/);
  const decoded = decodeFully(path);
  if (LEAVES_AFTER_DECODING.test(decoded) || decoded.split('/').some((part) => part === '.' || part === '..'))
    return false;
  return new URL(value, SITE).origin === SITE;
}

/**
 * The address to go to after a login: a path of this site, or the default. Browsers read `//host`, `/\host` and `/<tab>/host`
 * as another site (WHATWG URL, "relative slash state"), and what is encoded may be decoded on the way.
 */
export function safeRedirect(value: unknown): string {
  try {
    return typeof value === 'string' && isPathOfThisSite(value) ? value : DEFAULT_REDIRECT;
  } catch {
    return DEFAULT_REDIRECT;
  }
}
