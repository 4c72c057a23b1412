import { describe, expect, it } from 'vitest';
import { plainText, renderMarkdown } from './markdown.js';

describe('renderMarkdown', () => {
  it('makes what people mean by it', () => {
    const html = renderMarkdown('# Head\n\n**bold** and\na line\n\n- one\n- two\n\nhttps://example.org/a?b=1&c=2');
    expect(html).toContain('<h2>Head</h2>');
    expect(html).toContain('<strong>bold</strong> and<br>\na line');
    expect(html).toContain('<li>one</li>');
    expect(html).toContain('<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">');
  });

  it('lets links lead to the web and to mail, and tells whose they are', () => {
    expect(renderMarkdown('[x](HTTPS://example.org)')).toContain(
      '<a href="HTTPS://example.org" rel="nofollow ugc noopener"',
    );
    expect(renderMarkdown('a@example.org')).toContain('<a href="mailto:a@example.org"');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#x0A;script:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](data:image/svg+xml;base64,PHN2Zz4=)',
    '[x](vbscript:msgbox(1))',
    '[x](file:///etc/passwd)',
    '[x](//evil.example)',
    '[x](/auth/logout)',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
    '![x](https://evil.example/pixel.png)',
    '![x](javascript:alert(1))',
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
    '```html" onclick="alert(1)\nx\n```',
    '`<b onclick=alert(1)>`',
    '<!--><script>alert(1)</script>',
    '</div><iframe src=javascript:alert(1)>',
    '<style>@import "https://evil.example"</style>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('runs, loads and frames nothing of %s', (hostile) => {
    const html = renderMarkdown(hostile);
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)];
    for (const [, name = '', attributes = ''] of tags) {
      expect(['p', 'a', 'code', 'pre', 'br', 'img']).toContain(name);
      const quoted = attributes.replace(/ (href|rel|class|title)="[^"<>]*"/g, '');
      expect(quoted).toBe('');
      expect(attributes).not.toMatch(/href="(?!https?:\/\/|mailto:)/i);
    }
    expect(html).not.toMatch(/<img|<script|<style|<iframe|<svg/i);
  });

  it.each(['[', '> ', '* ', '**a', '`', '![](', '<'])('comes to an end with %s nested deep', (piece) => {
    expect(renderMarkdown(piece.repeat(5_000 / piece.length))).toMatch(/^<[\s\S]*>\s$/);
  });
});

describe('plainText', () => {
  it.each([
    ['# Head\n\n**bold** *text*\nnext', 'Head bold text next'],
    ['[a link](https://example.org) & `code`', 'a link & code'],
    ['- one\n- two', 'one two'],
    ['<b>x</b>', '<b>x</b>'],
    ['', ''],
  ])('%j', (markdown, words) => {
    expect(plainText(markdown)).toBe(words);
  });
});
