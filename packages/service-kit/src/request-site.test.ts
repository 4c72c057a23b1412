import { describe, expect, it } from 'vitest';
import { changesState, requestSite } from './request-site.js';

describe('requestSite', () => {
  it.each(['same-origin', 'same-site', 'cross-site', 'none'])('believes the browser: %s', (site) => {
    expect(requestSite({ 'sec-fetch-site': site, host: 'kinora.test' })).toBe(site);
  });

  it.each([
    [{ host: 'kinora.test:8080', origin: 'http://kinora.test:8080' }, 'same-origin'],
    [{ host: 'Kinora.test', origin: 'https://kinora.test' }, 'same-origin'],
    [{ host: 'inner:8000', 'x-forwarded-host': 'kinora.test', origin: 'https://kinora.test' }, 'same-origin'],
    [{ host: 'kinora.test:8080', origin: 'http://kinora.test:9090' }, 'cross-site'],
    [{ host: 'kinora.test', origin: 'http://kinora.test.evil.example' }, 'cross-site'],
    [{ host: 'kinora.test', origin: 'null' }, 'cross-site'],
    [{ host: 'kinora.test', origin: 'http://evil.example', 'sec-fetch-site': 'made-up' }, 'cross-site'],
    [{ host: 'kinora.test' }, 'unknown'],
  ])('without it compares origin and host: %j', (headers, site) => expect(requestSite(headers)).toBe(site));

  it('knows which methods change something', () => {
    expect(['POST', 'PUT', 'PATCH', 'DELETE', 'MKCOL'].every(changesState)).toBe(true);
    expect(['GET', 'HEAD', 'OPTIONS'].some(changesState)).toBe(false);
  });
});
