import { createHash } from 'node:crypto';
import { PROBLEMS, type ProblemCode, type ProblemDocument } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import { ERROR_PAGE_STYLE_HASH, renderErrorPage } from './error-page.js';

const problem = (code: ProblemCode, more: Partial<ProblemDocument> = {}): ProblemDocument => ({
  type: `urn:kinora:problem:${code}`,
  code,
  ...PROBLEMS[code],
  ...more,
});

describe('renderErrorPage', () => {
  it('says what happened, why and under which id', () => {
    const html = renderErrorPage(problem('not-found', { detail: 'No such video.', requestId: 'req-1' }));
    expect(html).toContain('<h1>There is nothing at this address</h1>');
    expect(html).toContain('<p>No such video.</p>');
    expect(html).toContain('<code>req-1</code>');
  });

  it('names each field that was refused', () => {
    const errors = [{ field: 'title', detail: 'Please give it a title.' }];
    expect(renderErrorPage(problem('invalid-fields', { errors }))).toContain('<li>Please give it a title.</li>');
  });

  it('escapes whatever a request could have brought in', () => {
    const html = renderErrorPage(
      problem('bad-request', { detail: '<img src=x onerror="alert(1)">', requestId: '"><b>' }),
    );
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>');
  });

  it('offers another try only where that can help', () => {
    expect(renderErrorPage(problem('service-unavailable'))).toContain('Try again</a>');
    expect(renderErrorPage(problem('not-found'))).not.toContain('Try again</a>');
  });

  it('loads nothing, and its style is the one that the hash allows', () => {
    const html = renderErrorPage(problem('internal-error'));
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(ERROR_PAGE_STYLE_HASH).toBe(`'sha256-${hash}'`);
    expect(html).not.toMatch(/(src|href)="(?!data:|\/"|"|\/auth\/login")/);
  });
});
