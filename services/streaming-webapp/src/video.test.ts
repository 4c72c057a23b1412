import { randomUUID } from 'node:crypto';
import type { Video } from '@kinora/contracts';
import { PLAYBACK_TTL_SECONDS, verifyPlaybackToken } from '@kinora/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SECRET, type SiteBed, startSiteBed } from './testing/site-bed.js';

let bed: SiteBed;
beforeAll(async () => {
  bed = await startSiteBed();
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

describe('one video', () => {
  it('comes with an address that plays this video and no other', async () => {
    const id = await bed.addVideo({ visibility: 'unlisted' });
    const response = await bed.get(`/api/v1/catalog/videos/${id}`);
    const video = (await response.json()) as Video;
    expect(video).toMatchObject({ id, title: 'A film', playable: true, durationSeconds: 12.5 });
    expect(video).not.toHaveProperty('conversion');
    const [, token = '', rest] = /^\/media\/([^/]+)\/(.*)$/.exec(video.playbackUrl ?? '') ?? [];
    expect(rest).toBe(`${id}/1/main.m3u8`);
    expect(verifyPlaybackToken(token, SECRET).sub).toBe(id);
  });

  it('hides a private video from others and sends strangers to the login', async () => {
    const id = await bed.addVideo({ visibility: 'private' });
    expect((await bed.get(`/api/v1/catalog/videos/${id}`)).status).toBe(401);
    expect((await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'bob' })).status).toBe(404);
    expect((await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).status).toBe(200);
    const toLogin = await bed.page(`/watch/${id}?t=5`);
    expect(toLogin.status).toBe(303);
    expect(toLogin.headers.get('location')).toBe(`/auth/login?redirect=${encodeURIComponent(`/watch/${id}?t=5`)}`);
    expect((await bed.page(`/watch/${id}`, 'bob')).status).toBe(404);
    expect((await bed.page(`/watch/${id}`, 'alice')).status).toBe(200);
    expect((await bed.page(`/embed/${id}`)).status).toBe(404);
  });

  it('shows one that cannot be played yet to its owner alone, without an address', async () => {
    const id = await bed.addVideo({ playable: false });
    expect((await bed.get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect((await bed.page(`/watch/${id}`)).status).toBe(404);
    expect((await bed.page(`/watch/${id}`, 'alice')).status).toBe(200);
    const own = (await (await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).json()) as Video;
    expect(own).toMatchObject({ state: 'processing', playable: false });
    expect(own.playbackUrl).toBeUndefined();
  });

  it('in the trash is there for nobody, its owner neither', async () => {
    const id = await bed.addVideo();
    await bed.database.db.updateTable('videos').set({ trashed_at: new Date() }).where('id', '=', id).execute();
    for (const path of [`/watch/${id}`, `/embed/${id}`]) expect((await bed.page(path, 'alice')).status).toBe(404);
    expect((await bed.get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect(await bed.titles('')).toEqual([]);
  });

  it('is described in Markdown, of which nothing runs', async () => {
    const id = await bed.addVideo();
    const description = '**Bold** <script>alert(1)</script> [x](javascript:alert(1))';
    await bed.database.db.updateTable('videos').set({ description }).where('id', '=', id).execute();
    const html = await (await bed.page(`/watch/${id}`)).text();
    expect(html).toContain('<strong>Bold</strong> &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))');
    expect(html).toContain('name="description" content="Bold &lt;script&gt;');
    expect(html).not.toContain('<script>alert');
  });

  describe('with a new file', () => {
    async function replaced(setAsideAgoMs: number): Promise<{ id: string; fileId: string }> {
      const [id, fileId] = [await bed.addVideo(), await bed.addVideo()];
      const set_aside_at = new Date(Date.now() - setAsideAgoMs);
      const { db } = bed.database;
      await db
        .updateTable('videos')
        .set({ replaces: id, taken_over_at: new Date() })
        .where('id', '=', fileId)
        .execute();
      await db.updateTable('videos').set({ served_id: fileId, set_aside_at }).where('id', '=', id).execute();
      return { id, fileId };
    }
    const playing = async (id: string, file = ''): Promise<string> =>
      (await (await bed.get(`/api/v1/catalog/videos/${id}${file && `?file=${file}`}`)).json()).playbackUrl.split(
        '/',
      )[3];

    it('is one video, which plays the new one', async () => {
      const { id, fileId } = await replaced(1_000);
      expect((await bed.list()).videos.map((video) => video.id)).toEqual([id]);
      expect(await playing(id)).toBe(fileId);
      expect((await bed.get(`/api/v1/catalog/videos/${fileId}`)).status).toBe(404);
      expect((await bed.page(`/watch/${fileId}`)).status).toBe(404);
    });

    it('goes on with the former one for those who play that, for as long as their addresses hold', async () => {
      const { id, fileId } = await replaced((PLAYBACK_TTL_SECONDS - 60) * 1_000);
      expect(await playing(id, id)).toBe(id);
      const outlived = await replaced((PLAYBACK_TTL_SECONDS + 60) * 1_000);
      expect(await playing(outlived.id, outlived.id)).toBe(outlived.fileId);
      for (const other of [outlived.id, outlived.fileId, randomUUID(), 'x'])
        expect(await playing(id, other)).toBe(fileId);
      await bed.database.db.updateTable('videos').set({ discarded_at: new Date() }).where('id', '=', id).execute();
      expect(await playing(id, id)).toBe(fileId);
    });
  });

  it('is gone at once when it is deleted', async () => {
    const id = await bed.addVideo();
    await bed.database.db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', id).execute();
    expect((await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).status).toBe(404);
    expect(await bed.titles('', 'alice')).toEqual([]);
  });

  it.each(['nothing', randomUUID(), '%00', 'x%27y'])('answers 404 for the id %s', async (id) => {
    expect((await bed.get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect((await bed.page(`/watch/${id}`)).status).toBe(404);
  });

  it('tells other sites about itself, and only its bare player may be framed by them', async () => {
    const id = await bed.addVideo({ title: 'A "quoted" film' });
    const watch = await bed.page(`/watch/${id}`);
    const html = await watch.text();
    expect(html).toContain('A &quot;quoted&quot; film');
    expect(html).toContain(`content="${bed.origin}/embed/${id}"`);
    expect(watch.headers.get('link')).toBe(`<${bed.origin}/watch/${id}>; rel="canonical"`);
    expect(watch.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const embed = await bed.page(`/embed/${id}`);
    expect(embed.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(embed.headers.get('x-frame-options')).toBeNull();
  });
});

describe('the pictures of a video', () => {
  const opens = (url: string | undefined, id: string, file: string) => {
    const [, token = '', rest] = /^\/media\/([^/]+)\/(.*)$/.exec(url ?? '') ?? [];
    expect(rest).toBe(`${id}/1/pictures/${file}`);
    expect(verifyPlaybackToken(token, SECRET).sub).toBe(id);
  };

  it('come with a token for whoever may see it, in the list too', async () => {
    const id = await bed.addVideo();
    const [listed] = (await bed.list()).videos;
    const one = (await (await bed.get(`/api/v1/catalog/videos/${id}`)).json()) as Video;
    for (const video of [listed, one]) {
      opens(video?.posterUrl, id, 'poster.jpg');
      opens(video?.thumbnailUrl, id, 'poster-small.jpg');
    }
    opens(one.storyboardUrl, id, 'storyboard.vtt');
    expect(listed?.playbackUrl ?? listed?.storyboardUrl).toBeUndefined();
  });

  it('of a private video are for its owner alone', async () => {
    const id = await bed.addVideo({ visibility: 'private' });
    const answers = [
      await bed.get('/api/v1/catalog/videos'),
      await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'bob' }),
    ];
    for (const answer of answers) expect(await answer.text()).not.toContain('/media/');
    expect((await bed.list('', 'alice')).videos[0]?.posterUrl).toContain(`/media/`);
  });

  it('are there before it plays, and gone when it failed', async () => {
    const id = await bed.addVideo({ playable: false });
    const early = (await (await bed.get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).json()) as Video;
    opens(early.posterUrl, id, 'poster.jpg');
    expect(early.storyboardUrl).toBeUndefined();
    const failed = await bed.addVideo({ playable: false, state: 'failed' });
    const none = (await (await bed.get(`/api/v1/catalog/videos/${failed}`, { as: 'alice' })).json()) as Video;
    expect(none).toMatchObject({ state: 'failed' });
    expect(none.posterUrl).toBeUndefined();
  });

  it('are shown to other sites when the video is public', async () => {
    const image = /<meta property="og:image" content="http:\/\/127\.0\.0\.1:\d+\/media\/[^"]+\/pictures\/poster\.jpg"/;
    expect(await (await bed.page(`/watch/${await bed.addVideo()}`)).text()).toMatch(image);
    const unlisted = await bed.addVideo({ visibility: 'unlisted' });
    expect(await (await bed.page(`/watch/${unlisted}`)).text()).not.toContain('og:image');
  });
});
