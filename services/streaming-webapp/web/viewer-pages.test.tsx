import type { Video } from '@kinora/contracts';
import { createPageRenderer } from '@kinora/ui/server';
import { describe, expect, it } from 'vitest';
import { CataloguePage } from './catalogue-page.js';
import { EmbedPage } from './embed-page.js';
import type { CataloguePageProps, WatchPageProps } from './props.js';
import { WatchPage } from './watch-page.js';

const pages = createPageRenderer({ webDir: '/none', base: '/assets/', devServerUrl: 'http://vite.test' });
const id = '0197a000-1111-4222-8333-000000000001';
const video = (more: Partial<Video> = {}): Video => ({
  id,
  title: 'Harbour <b>',
  description: 'One\nTwo',
  tags: [],
  language: null,
  visibility: 'public',
  state: 'ready',
  playable: true,
  progress: 100,
  durationSeconds: 3723,
  createdAt: '2026-11-20T10:00:00.000Z',
  playbackUrl: '/media/token/id/main.m3u8',
  ...more,
});

/** Without the data that follows the page, and without React's marks between texts. */
const markup = (html: string): string => html.slice(0, html.indexOf('id="page-data"')).replaceAll('<!-- -->', '');

function renderCatalogue(more: Partial<CataloguePageProps> = {}): string {
  const props = { user: null, page: { videos: [video()], nextCursor: null }, query: '', ...more };
  return markup(pages.render({ title: 'K', page: 'catalogue', element: <CataloguePage {...props} />, props }));
}

function renderWatch(more: Partial<WatchPageProps> = {}): string {
  const props = { user: null, video: video(), owned: false, descriptionHtml: '<p>One<br>Two</p>', ...more };
  return markup(pages.render({ title: 'K', page: 'watch', element: <WatchPage {...props} />, props }));
}

describe('CataloguePage', () => {
  it('links each video with its length, and escapes what people typed', () => {
    const html = renderCatalogue();
    expect(html).toContain(`href="/watch/${id}"`);
    expect(html).toContain('1:02:03');
    expect(html).toContain('Harbour &lt;b&gt;');
  });

  it('searches and goes on by plain addresses', () => {
    const html = renderCatalogue({ query: 'sea & sky', page: { videos: [video()], nextCursor: 'c/1' } });
    expect(html).toMatch(/<form(?=[^>]*method="get")[^>]*action="\/"[\s\S]*name="q"[^>]*value="sea &amp; sky"/);
    expect(html).toContain('href="/?q=sea+%26+sky&amp;cursor=c%2F1"');
    expect(html).toContain('href="/auth/login?redirect=%2F%3Fq%3Dsea%2B%2526%2Bsky"');
  });

  it('tells an empty catalogue from a search without a result', () => {
    const none = { videos: [], nextCursor: null };
    expect(renderCatalogue({ page: none })).toContain('Upload the first video');
    expect(renderCatalogue({ page: none, query: 'zebra' })).toContain('No video matches “zebra”');
  });

  it('marks to its owner what others cannot see yet', () => {
    const html = renderCatalogue({
      page: { videos: [video({ visibility: 'private', state: 'queued' })], nextCursor: null },
    });
    expect(html).toContain('Private');
    expect(html).toContain('Waiting');
  });
});

describe('WatchPage', () => {
  it('shows the words of the video, and editing to its owner alone', () => {
    expect(renderWatch()).toContain('<p>One<br>Two</p>');
    expect(renderWatch()).not.toContain('/studio/videos/');
    expect(renderWatch({ owned: true })).toContain(`href="/studio/videos/${id}"`);
  });

  it('shows tags, and says in which language the words are', () => {
    const html = renderWatch({ video: video({ tags: ['<i>', 'bees'], language: 'pt-BR' }) });
    expect(html).toMatch(/aria-label="Tags"[\s\S]*&lt;i&gt;[\s\S]*bees/);
    expect(html.match(/lang="pt-BR"/g)).toHaveLength(2);
  });

  it('says what is missing without JavaScript', () => {
    expect(renderWatch()).toMatch(/<noscript>[\s\S]*JavaScript[\s\S]*<\/noscript>/);
  });

  it('shows the poster before anything else has loaded', () => {
    const html = renderWatch({ video: video({ posterUrl: '/media/t/v/1/pictures/poster.jpg' }) });
    expect(html).toMatch(/<img[^>]*src="\/media\/t\/v\/1\/pictures\/poster\.jpg"/);
  });

  it('shows the progress of a video that cannot be watched yet', () => {
    const html = renderWatch({ video: video({ state: 'processing', playable: false, progress: 37 }), owned: true });
    expect(html).toContain('This video is being prepared');
    expect(html).toMatch(/<progress[^>]*value="37"/);
  });

  it('gives the reason of a failure', () => {
    const failure = { code: 'unreadable', detail: 'The file is damaged.' };
    expect(renderWatch({ video: video({ state: 'failed', playable: false, failure }) })).toContain(
      'The file is damaged.',
    );
  });
});

describe('EmbedPage', () => {
  it('is the player alone', () => {
    const props = { video: video() };
    const html = markup(pages.render({ title: 'K', page: 'embed', element: <EmbedPage {...props} />, props }));
    expect(html).not.toContain('<header');
    expect(html).toMatch(/<noscript>/);
  });
});
