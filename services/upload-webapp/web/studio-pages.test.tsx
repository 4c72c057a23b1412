import { createPageRenderer } from '@kinora/ui/server';
import { describe, expect, it } from 'vitest';
import { WHOLE_LIST } from './list/list-query.js';
import type { Conversion, StudioPageProps, StudioVideo } from './props.js';
import { StudioPage } from './studio-page.js';
import { StudioVideoPage } from './studio-video-page.js';

const pages = createPageRenderer({ webDir: '/none', base: '/studio-assets/', devServerUrl: 'http://vite.test' });
const user = { name: 'ada' };
const NO_CONVERSION: Conversion = {
  ...{ reasons: [], renditions: [], speed: null, secondsLeft: null, queuePosition: null, canRetry: false },
};
const video = (more: Partial<StudioVideo> = {}): StudioVideo => ({
  id: '0197a000-1111-4222-8333-000000000001',
  title: 'Harbour',
  description: '',
  tags: [],
  language: null,
  visibility: 'private',
  sha256: null,
  state: 'ready',
  playable: true,
  progress: 100,
  durationSeconds: 62,
  createdAt: '2026-11-20T10:00:00.000Z',
  fileName: 'harbour.mp4',
  sizeBytes: 1536 * 1024,
  version: 1,
  storedBytes: 4 * 1024 ** 2,
  conversion: NO_CONVERSION,
  files: [],
  ...more,
});

const listOf = (videos: StudioVideo[], more: Partial<StudioPageProps['list']> = {}): StudioPageProps['list'] => ({
  ...{ query: WHOLE_LIST, page: { videos, nextCursor: null }, ...more },
});

function renderStudio(more: Partial<StudioPageProps> = {}): string {
  const props = { user, list: listOf([]), uploadMaxBytes: 2 ** 30, ...more };
  return pages.render({ title: 'Studio', page: 'studio', element: <StudioPage {...props} />, props });
}

function renderVideo(shown: StudioVideo): string {
  const props = { user, uploadMaxBytes: 2 ** 30, video: shown };
  return pages.render({ title: 'Video', page: 'studio-video', element: <StudioVideoPage {...props} />, props });
}

/** Without the data that follows the page, and without React's marks between texts. */
const markup = (html: string): string => html.slice(0, html.indexOf('id="page-data"')).replaceAll('<!-- -->', '');

describe('StudioPage', () => {
  it('has a form that a browser can send by itself, the file last', () => {
    const html = markup(renderStudio());
    expect(html).toMatch(
      /<form(?=[^>]*method="post")(?=[^>]*encType="multipart\/form-data")[^>]*action="\/api\/v1\/studio\/videos"/,
    );
    const names = [...html.matchAll(/ name="(title|description|visibility|file)"/g)].map(([, name]) => name);
    expect([...new Set(names)]).toEqual(['title', 'description', 'visibility', 'file']);
    expect(html).toContain('up to 1 GiB');
    expect(html).toMatch(/<input[^>]*checked=""[^>]*value="public"/);
  });

  it('gives a refused form back as it was typed, with a word on each field', () => {
    const html = markup(
      renderStudio({
        form: { title: 'Kept', description: 'Also kept', visibility: 'unlisted' },
        problem: {
          type: 'urn:kinora:problem:invalid-fields',
          title: 'A field is missing or not valid',
          status: 422,
          code: 'invalid-fields',
          errors: [{ field: 'file', detail: 'The file is empty.' }],
        },
      }),
    );
    expect(html).toContain('value="Kept"');
    expect(html).toContain('Also kept</textarea>');
    expect(html).toMatch(/<input[^>]*checked=""[^>]*value="unlisted"/);
    expect(html).toMatch(/role="alert"[\s\S]*The file is empty\./);
  });

  it('shows where each video is, and offers to watch only what can be watched', () => {
    const waiting = video({
      id: '0197a000-1111-4222-8333-000000000002',
      title: 'Roof',
      state: 'queued',
      playable: false,
      conversion: { ...NO_CONVERSION, queuePosition: 3 },
    });
    const page = { videos: [video(), waiting], nextCursor: 'next/1' };
    const html = markup(renderStudio({ list: listOf([], { page }) }));
    expect(html).toContain('href="/watch/0197a000-1111-4222-8333-000000000001"');
    expect(html).not.toContain('href="/watch/0197a000-1111-4222-8333-000000000002"');
    expect(html).toContain('Waiting to be prepared: third in the queue.');
    expect(html).toContain('4 MiB');
    expect(html).not.toContain('<img');
    expect(html).toContain('href="/studio?cursor=next%2F1"');
  });

  it('shows the picture of each video that has one, without making the page jump', () => {
    const list = listOf([video({ thumbnailUrl: '/media/t/v/1/pictures/poster-small.jpg' })]);
    const [picture = ''] = /<img[^>]*>/.exec(markup(renderStudio({ list }))) ?? [];
    expect(picture).toContain('src="/media/t/v/1/pictures/poster-small.jpg"');
    for (const attribute of ['loading="lazy"', 'width="480"', 'height="270"', 'alt=""'])
      expect(picture).toContain(attribute);
  });

  it('invites to upload while there is nothing, and names what has just arrived', () => {
    expect(markup(renderStudio())).toContain('Nothing uploaded yet');
    const arrived = markup(renderStudio({ list: listOf([video()]), uploadedId: video().id }));
    expect(arrived).toContain('Your video has arrived');
  });
});

describe('StudioVideoPage', () => {
  it('plays what can be watched, and nothing in the trash', () => {
    const playable = { playbackUrl: '/media/t/v/1/main.m3u8' };
    const trash = { since: '2026-11-20T10:00:00.000Z', until: '2026-12-20T10:00:00.000Z' };
    expect(markup(renderVideo(video(playable)))).toContain('data-testid="preview"');
    expect(markup(renderVideo(video({ playable: false })))).not.toContain('data-testid="preview"');
    expect(markup(renderVideo(video({ ...playable, trash })))).not.toContain('data-testid="preview"');
  });

  it('names the hash of the file, once it is known', () => {
    const sha256 = 'ab'.repeat(32);
    expect(markup(renderVideo(video({ sha256 })))).toContain(sha256);
    expect(markup(renderVideo(video()))).not.toContain('SHA-256');
  });

  it('says why a video failed, and does not offer to watch it', () => {
    const failure = { code: 'unreadable', detail: 'The file is damaged.' };
    const html = markup(renderVideo(video({ state: 'failed', playable: false, failure })));
    expect(html).toMatch(/role="alert"[\s\S]*The file is damaged\./);
    expect(html).not.toContain('href="/watch/');
  });

  it('offers another upload, and another try while the file is there', () => {
    const failed = { state: 'failed' as const, playable: false, failure: { code: 'unreadable', detail: 'Damaged.' } };
    const kept = markup(renderVideo(video({ ...failed, conversion: { ...NO_CONVERSION, canRetry: true } })));
    expect(kept).toMatch(/<button[^>]*>Retry</);
    const gone = markup(renderVideo(video(failed)));
    expect(gone).toMatch(/<a[^>]*href="#file"[^>]*>Upload another file</);
    expect(gone).not.toContain('Retry');
  });

  it('says of each rendition where it is and why it is made so, and of the whole what concerns it', () => {
    const common = { kind: 'video' as const, label: null };
    const html = markup(
      renderVideo(
        video({
          state: 'processing',
          conversion: {
            ...NO_CONVERSION,
            ...{ speed: 3.1, secondsLeft: 120 },
            reasons: ['1080p copied: H.264', '25 frames a second', '720p encoded for slower connections'],
            renditions: [
              {
                ...common,
                ...{ name: 'source', width: 1920, height: 1080, state: 'done', progress: 100, reason: 'copied: H.264' },
                ...{ bitrateBps: 4_900_000, sizeBytes: 34 * 1024 ** 2 },
              },
              {
                ...common,
                ...{ name: 'v720', width: 1280, height: 720, state: 'encoding', progress: 42 },
                ...{ reason: 'encoded for slower connections', bitrateBps: null, sizeBytes: null },
              },
            ],
          },
        }),
      ),
    );
    expect(html).toContain('Encoding 720p at 3.1× speed, about 2 minutes left. It can be watched already.');
    expect(html).toMatch(
      /1080p<\/h3>[\s\S]*Done[\s\S]*4\.9 Mbit\/s · 34 MiB[\s\S]*Copied: H\.264\.[\s\S]*720p<\/h3>[\s\S]*42 %/,
    );
    expect(html.match(/Copied: H\.264|copied: H\.264/g)).toHaveLength(1);
    expect(html).toContain('<li>25 frames a second.</li>');
  });

  it('shows how far it is, and lets a video be watched that is not finished', () => {
    const html = markup(renderVideo(video({ state: 'processing', progress: 42 })));
    expect(html).toMatch(/<progress[^>]*value="42"/);
    expect(html).toContain('href="/watch/');
  });
});
