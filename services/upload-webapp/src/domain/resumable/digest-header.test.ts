import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { expectedSha256 } from './digest-header.js';

const digest = createHash('sha256').update('film').digest();
const item = `sha-256=:${digest.toString('base64')}:`;

it.each([item, `sha-512=:AAAA:, ${item}`, `${item},md5=:AAAA:`])('reads %s', (header) => {
  expect(expectedSha256(header)).toBe(digest.toString('hex'));
});

it.each([undefined, '', 'sha-512=:AAAA:'])('finds nothing to compare in %s', (header) => {
  expect(expectedSha256(header)).toBeNull();
});

it.each(['sha-256=:AAAA:', `sha-256=${digest.toString('base64')}`, 'sha-256=?1'])('refuses %s', (header) => {
  expect(() => expectedSha256(header)).toThrow(expect.objectContaining({ status: 400 }));
});
