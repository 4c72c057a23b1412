import { describe, expect, it } from 'vitest';
import { checkTarget } from './request-target.js';

const MAX_CHARS = 100;

describe('checkTarget', () => {
  it.each([
    '/',
    '/watch/7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10',
    '/.well-known/jwks.json',
    '/media/a.b.c/id/1/v720/index.m3u8',
    '/media/a..b/id',
    '/studio/caf%C3%A9%20x',
    '/?q=https://elsewhere//..%2f%00%5c',
    '/?q=a\\b"c',
    `/${'x'.repeat(MAX_CHARS - 1)}`,
  ])('lets %s pass', (target) => expect(() => checkTarget(target, MAX_CHARS)).not.toThrow());

  it.each([
    '',
    '*',
    'watch',
    'http://elsewhere/watch',
    '/..',
    '/../x',
    '/watch/..',
    '/watch/../studio',
    '/watch/./x',
    '/watch/%2e%2e/studio',
    '/watch/%2E./studio',
    '/watch/.%2e',
    '/%2e',
    '//evil.example',
    '/watch//x',
    '/watch\\x',
    '/watch/%5cx',
    '/watch/%5Cx',
    '/watch/%2fx',
    '/watch/%2Fx',
    '/watch/%2f..',
    '/watch/%00',
    '/watch/\0',
    '/watch/a b',
    '/watch/%0a',
    '/watch/%0D%0aX: y',
    '/watch/%1f',
    '/watch/%7f',
    '/watch/\x7f',
    '/watch/é',
    '/watch/%',
    '/watch/%zz',
    '/watch/%c3',
    '/watch/%ff',
    '/watch#x',
    '/watch?a\0b',
    '/watch?a\x80b',
  ])('refuses %j', (target) => {
    expect(() => checkTarget(target, MAX_CHARS)).toThrow(expect.objectContaining({ code: 'bad-path' }));
  });

  it('refuses what is one character too long', () => {
    const target = `/${'x'.repeat(MAX_CHARS)}`;
    expect(() => checkTarget(target, MAX_CHARS)).toThrow(expect.objectContaining({ code: 'uri-too-long' }));
  });
});
