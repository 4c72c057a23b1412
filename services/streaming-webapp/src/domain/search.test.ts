import { expect, it } from 'vitest';
import { containsPattern } from './search.js';

it('takes wildcards for the characters they are', () => {
  expect(containsPattern('100% _sure_!')).toBe('%100!% !_sure!_!!%');
});
