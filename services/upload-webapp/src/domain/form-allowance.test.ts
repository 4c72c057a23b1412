import { expect, it } from 'vitest';
import { formAllowance } from './form-allowance.js';
import { FORM_OVERHEAD_MAX_BYTES } from './refusal.js';

const QUOTA = { usedBytes: 60, quotaBytes: 100 };

it.each([
  { what: 'its announced length, when that fits', bodyBytes: 30, allowedBytes: 30 },
  { what: 'what is left, when only the form around it may be over that', bodyBytes: 41, allowedBytes: 40 },
  { what: 'what is left, at the edge', bodyBytes: 40 + FORM_OVERHEAD_MAX_BYTES, allowedBytes: 40 },
  { what: 'all that is left, without a length', bodyBytes: null, allowedBytes: 40 },
])('keeps for a form $what', ({ bodyBytes, allowedBytes }) => {
  expect(formAllowance({ ...QUOTA, bodyBytes })).toBe(allowedBytes);
});

it.each([
  { what: 'an announced length over it', usedBytes: 60, bodyBytes: 41 + FORM_OVERHEAD_MAX_BYTES },
  { what: 'nothing left', usedBytes: 100, bodyBytes: null },
])('refuses a form with $what', ({ usedBytes, bodyBytes }) => {
  const refused = expect.objectContaining({ status: 413, code: 'quota-exceeded' });
  expect(() => formAllowance({ bodyBytes, usedBytes, quotaBytes: 100 })).toThrow(refused);
});
