import { expect, it } from 'vitest';
import { reprDigest } from './send-file.js';

it('writes a hash as RFC 9530 wants it', () =>
  expect(reprDigest('5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105fee46eef4304f1')).toBe(
    'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
  ));
