import { describe, expect, it } from 'vitest';
import { retryDelaySeconds } from './recovery.js';

describe('retryDelaySeconds', () => {
  it('waits longer each time while the network is away, up to half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((attempts) => retryDelaySeconds('network', attempts))).toEqual([
      1, 2, 4, 8, 15, 30, 30,
    ]);
  });

  it('renews an address that ran out at once, and a second time only after a pause', () => {
    expect(retryDelaySeconds('expired', 0)).toBe(0);
    expect(retryDelaySeconds('expired', 1)).toBe(2);
  });

  it('leaves a picture that cannot be decoded to the viewer', () => {
    expect(retryDelaySeconds('media', 0)).toBeUndefined();
  });
});
