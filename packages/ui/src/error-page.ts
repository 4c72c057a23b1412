import { createHash } from 'node:crypto';
import type { ProblemDocument } from '@kinora/contracts';
import { ERROR_PAGE_STYLE } from './error-page-style.js';
import { FAVICON, LOGO_SVG } from './logo-svg.js';

/** For `style-src` of Content-Security-Policy (CSP level 3, section 2.3.1): allows the style of the error page and no other. */
export const ERROR_PAGE_STYLE_HASH = `'sha256-${createHash('sha256').update(ERROR_PAGE_STYLE).digest('base64')}'`;

/** What a person can do about it, where no detail says so. */
const ADVICE: Record<number, string> = {
  400: 'Check the address, or start again from the front page.',
  401: 'Log in and try again.',
  403: 'Log in with another account, or ask the person who sent you here.',
  404: 'The video may have been deleted or made private, or the address has a typing mistake.',
  413: 'Choose a smaller file, or export the video at a lower quality.',
  429: 'Wait a minute, then try again.',
  500: 'Try again. If it happens every time, tell the person who runs this site.',
  503: 'This usually passes within a minute. Wait a moment, then try again.',
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const canRetry = (status: number): boolean => status >= 500 || status === 429;
const HOME = '<a href="/">Go to the videos</a>';
const RETRY = '<a href="">Try again</a>';
const LOG_IN = '<a href="/auth/login">Log in</a>';

function actions(status: number): string {
  if (canRetry(status)) return RETRY + HOME;
  return status === 401 ? LOG_IN + HOME : HOME;
}

const paragraph = (text: string | undefined): string => (text ? `<p>${escapeHtml(text)}</p>` : '');

const fieldErrors = ({ errors = [] }: ProblemDocument): string =>
  errors.length > 0 ? `<ul>${errors.map(({ detail }) => `<li>${escapeHtml(detail)}</li>`).join('')}</ul>` : '';

const requestId = ({ requestId: id }: ProblemDocument): string =>
  id ? `<p class="id">Request id <code>${escapeHtml(id)}</code></p>` : '';

/** A whole page for a person who meets a problem. It loads nothing; its style needs `ERROR_PAGE_STYLE_HASH` in the policy. */
export function renderErrorPage(problem: ProblemDocument): string {
  const { status, title, detail } = problem;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Kinora</title>
<link rel="icon" href="${FAVICON}" type="image/svg+xml">
<style>${ERROR_PAGE_STYLE}</style>
</head>
<body>
<header><a class="brand" href="/">${LOGO_SVG}Kinora</a></header>
<main>
<p class="status">Error ${status}</p>
<h1>${escapeHtml(title)}</h1>
${paragraph(detail ?? ADVICE[status])}${fieldErrors(problem)}
<p class="actions">${actions(status)}</p>
${requestId(problem)}
</main>
</body>
</html>
`;
}
