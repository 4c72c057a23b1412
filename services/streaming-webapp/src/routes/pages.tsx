import type { Video } from '@kinora/contracts';
import { allowOnly, loginUrl, Problem, pageSecurity } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import { type Request, type RequestHandler, Router } from 'express';
import { CataloguePage } from '../../web/catalogue-page.js';
import { EmbedPage } from '../../web/embed-page.js';
import type { CataloguePageProps, PageUser, WatchPageProps } from '../../web/props.js';
import { WatchPage } from '../../web/watch-page.js';
import type { Catalogue } from '../adapters/catalogue.js';
import { plainText, renderMarkdown } from '../domain/markdown.js';
import { parseSearch, parseVideoId, viewerOf } from './requests.js';

const userOf = (req: Request): PageUser => (req.user ? { name: req.user.name } : null);

const DESCRIPTION_SHOWN_CHARS = 200;

/** What other sites show of a link to a video (https://ogp.me). A private video tells nothing to machines anyway: they are not logged in. */
function openGraph(req: Request, video: Video): Record<string, string> {
  const site = `${req.protocol}://${req.host}`;
  return {
    'og:type': 'video.other',
    'og:site_name': 'Kinora',
    'og:title': video.title,
    'og:description': plainText(video.description).slice(0, DESCRIPTION_SHOWN_CHARS),
    'og:url': `${site}/watch/${video.id}`,
    'og:video:url': `${site}/embed/${video.id}`,
    'og:video:type': 'text/html',
    ...(video.posterUrl && video.visibility === 'public' ? { 'og:image': site + video.posterUrl } : {}),
  };
}

const canonical = (req: Request, id: string) => `<${req.protocol}://${req.host}/watch/${id}>; rel="canonical"`;

interface PagesDeps {
  catalogue: Catalogue;
  renderer: PageRenderer;
}

/** `/`, `/watch/:id` and the bare player `/embed/:id`, which any site may show in a frame. */
export function viewerPages({ catalogue, renderer }: PagesDeps): Router {
  const showCatalogue: RequestHandler = async (req, res) => {
    const search = parseSearch(req);
    const page = await catalogue.list(viewerOf(req), search);
    const props: CataloguePageProps = { user: userOf(req), page, query: search.query };
    const title = search.query ? `${search.query} · Kinora` : 'Kinora';
    res.send(renderer.render({ title, page: 'catalogue', element: <CataloguePage {...props} />, props }));
  };

  const showWatch: RequestHandler = async (req, res) => {
    const found = await catalogue.find(viewerOf(req), parseVideoId(req));
    if (found.access === 'login') return res.redirect(303, loginUrl(req.originalUrl));
    if (found.access === 'hidden') throw new Problem('not-found');
    const { video, owned } = found;
    const props: WatchPageProps = {
      user: userOf(req),
      video,
      owned,
      descriptionHtml: renderMarkdown(video.description),
    };
    const head = {
      title: `${video.title} · Kinora`,
      description: plainText(video.description),
      openGraph: openGraph(req, video),
    };
    res.set('Link', canonical(req, video.id));
    res.send(renderer.render({ ...head, page: 'watch', element: <WatchPage {...props} />, props }));
  };

  // A frame on another site carries no login (SameSite=Lax), so that a login page in it would lead nowhere.
  const showEmbed: RequestHandler = async (req, res) => {
    const found = await catalogue.find(viewerOf(req), parseVideoId(req));
    if (found.access !== 'granted') throw new Problem('not-found');
    const { video } = found;
    const props = { video };
    res.set('Link', canonical(req, video.id));
    res.send(renderer.render({ title: video.title, page: 'embed', element: <EmbedPage {...props} />, props }));
  };

  const fresh: RequestHandler = (_req, res, next) => {
    res.set('Cache-Control', 'no-store').type('html');
    next();
  };
  const { devServerUrl } = renderer;
  const secure = pageSecurity({ devServerUrl });
  const router = Router();
  router.get('/', secure, fresh, showCatalogue);
  router.get('/watch/:id', secure, fresh, showWatch);
  router.get('/embed/:id', pageSecurity({ embeddable: true, devServerUrl }), fresh, showEmbed);
  router.all(['/', '/watch/:id', '/embed/:id'], secure, allowOnly('GET', 'HEAD'));
  return router;
}
