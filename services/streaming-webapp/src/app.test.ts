import { randomUUID } from 'node:crypto';
import type { VideoPage } from '@kinora/contracts';
import { connectDatabase } from '@kinora/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SiteBed, startSite, startSiteBed } from './testing/site-bed.js';

let bed: SiteBed;
beforeAll(async () => {
  bed = await startSiteBed();
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

describe('an address', () => {
  it.each(['/', '/watch/1', '/embed/1', '/api/v1/catalog/videos', '/api/v1/catalog/videos/1'])(
    '%s is only read',
    async (path) => {
      const response = await fetch(`${bed.origin}${path}`, { method: 'POST' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    },
  );
});

describe('the catalogue', () => {
  it('lists what is public and the own, once it plays, newest first', async () => {
    await bed.addVideo({ title: 'public', minute: 1 });
    await bed.addVideo({ title: 'public later', minute: 4 });
    await bed.addVideo({ title: 'unlisted', visibility: 'unlisted', minute: 2 });
    await bed.addVideo({ title: 'private', visibility: 'private', minute: 3 });
    await bed.addVideo({ title: 'not yet', playable: false, minute: 5 });
    const forAll = ['public later', 'public'];
    expect(await bed.titles('')).toEqual(forAll);
    expect(await bed.titles('', 'bob')).toEqual(forAll);
    expect(await bed.titles('', 'alice')).toEqual(['public later', 'private', 'unlisted', 'public']);
  });

  it('turns pages without a gap or a repetition, also among videos of one moment and when one is added', async () => {
    for (let nth = 0; nth < 7; nth++) await bed.addVideo({ title: `film ${nth}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { videos, nextCursor }: VideoPage = await bed.list(`?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...videos.map((video) => video.id));
      if (seen.length === 3) await bed.addVideo({ title: 'new', minute: 9 });
      cursor = nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it('has no next page when the last one is full', async () => {
    await bed.addVideo();
    expect((await bed.list('?limit=1')).nextCursor).toBeNull();
  });

  it('finds a part of a title, whatever its case and accents, and takes wildcards literally', async () => {
    await bed.addVideo({ title: 'Crème Brûlée' });
    await bed.addVideo({ title: '100% wild_card!' });
    expect(await bed.titles(`?q=${encodeURIComponent('BRULEE')}`)).toEqual(['Crème Brûlée']);
    for (const found of ['100%', 'd_c', '%', '_', '!']) {
      expect(await bed.titles(`?q=${encodeURIComponent(found)}`)).toEqual(['100% wild_card!']);
    }
    expect(await bed.titles(`?q=${encodeURIComponent("' OR 1=1 -- ")}`)).toEqual([]);
  });

  it.each([
    'cursor=x',
    'cursor=!',
    `cursor=${btoa('1.x')}`,
    'limit=0',
    'limit=51',
    'limit=x',
    `q=${'x'.repeat(101)}`,
    'q=a&q=b',
  ])('refuses ?%s with 422', async (query) => {
    const response = await bed.get(`/api/v1/catalog/videos?${query}`);
    expect(response.status).toBe(422);
    const [field] = query.split('=');
    expect(await response.json()).toMatchObject({ code: 'invalid-fields', errors: [{ field }] });
  });

  it('takes the longest search and the largest page', async () => {
    expect(await bed.titles(`?limit=50&q=${'x'.repeat(100)}`)).toEqual([]);
  });

  it('renders as a page, with the text of others escaped', async () => {
    await bed.addVideo({ title: '<script>alert(1)</script>' });
    const response = await bed.page('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).not.toContain('<script>alert');
  });
});

it('serves robots.txt, and an icon address that costs nothing', async () => {
  expect(await (await bed.get('/robots.txt')).text()).toContain('Disallow: /studio');
  expect((await bed.get('/favicon.ico')).status).toBe(204);
});

it('answers an unknown address with a page or a document, as asked', async () => {
  expect((await bed.page('/nothing')).headers.get('content-type')).toContain('text/html');
  expect((await bed.get('/nothing')).headers.get('content-type')).toContain('application/problem+json');
});

it('answers 503 while the database is away, as a page or a document, and tells nothing of the inside', async () => {
  const db = connectDatabase({ ...bed.database.config, DB_PORT: 1 });
  const lonely = await startSite(db);
  for (const [accept, type] of [
    ['text/html', 'text/html'],
    ['application/json', 'application/problem+json'],
  ] as const) {
    for (const path of ['/', `/watch/${randomUUID()}`, '/api/v1/catalog/videos']) {
      const response = await fetch(`http://127.0.0.1:${lonely.port}${path}`, { headers: { accept } });
      expect(response.status).toBe(503);
      expect(response.headers.get('content-type')).toContain(type);
      expect(await response.text()).not.toMatch(/ECONN|127\.0\.0\.1|stack/);
    }
  }
  expect((await fetch(`http://127.0.0.1:${lonely.port}/readyz`)).status).toBe(503);
  await lonely.close();
  await db.destroy();
});
