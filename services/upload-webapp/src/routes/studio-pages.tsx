import { type AuthClaims, type ProblemDocument, visibilitySchema } from '@kinora/contracts';
import { allowOnly, Problem, requireLogin } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import { type RequestHandler, Router } from 'express';
import type { StudioPageProps, UploadFormFields } from '../../web/props.js';
import { StudioPage } from '../../web/studio-page.js';
import { StudioVideoPage } from '../../web/studio-video-page.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { ListRequest } from '../adapters/video-list.js';
import { loggedIn } from './logged-in.js';
import { parseListQuery, parseVideoId } from './requests.js';

export interface StudioPagesDeps {
  videos: StudioVideos;
  renderer: PageRenderer;
  uploadMaxBytes: number;
}

export interface StudioPages {
  routes: Router;
  /** The studio's page with a form that was refused, as it was typed. */
  refusedForm(user: AuthClaims, form: Record<string, unknown>, problem: ProblemDocument): Promise<string>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const typedFields = (form: Record<string, unknown>): UploadFormFields => ({
  title: textOf(form.title),
  description: textOf(form.description),
  visibility: visibilitySchema.catch('public').parse(form.visibility),
});

/** The studio's pages: a person's own videos with the upload form, and one video. */
export function createStudioPages({ videos, renderer, uploadMaxBytes }: StudioPagesDeps): StudioPages {
  async function studio(user: AuthClaims, request: ListRequest, more: Partial<StudioPageProps>) {
    const page = await videos.list(user.sub, request);
    const { q, state, visibility, sort } = request;
    const list = { query: { q, state, visibility, sort }, page };
    const props: StudioPageProps = { user: { name: user.name }, list, uploadMaxBytes, ...more };
    return renderer.render({ title: 'Studio · Kinora', page: 'studio', element: <StudioPage {...props} />, props });
  }

  const showStudio: RequestHandler = async (req, res) => {
    const { uploaded, ...request } = parseListQuery(req.query);
    res.type('html').send(await studio(loggedIn(req), request, uploaded ? { uploadedId: uploaded } : {}));
  };

  const showVideo: RequestHandler = async (req, res) => {
    const { sub, name } = loggedIn(req);
    const video = await videos.find(sub, parseVideoId(req.params.id));
    if (!video) throw new Problem('not-found');
    const props = { user: { name }, video, uploadMaxBytes };
    const title = `${video.title} · Studio · Kinora`;
    res
      .type('html')
      .send(renderer.render({ title, page: 'studio-video', element: <StudioVideoPage {...props} />, props }));
  };

  const routes = Router();
  routes.use('/studio', requireLogin, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  routes.get('/studio', showStudio);
  routes.get('/studio/videos/:id', showVideo);
  routes.all(['/studio', '/studio/videos/:id'], allowOnly('GET', 'HEAD'));
  return {
    routes,
    refusedForm: (user, form, problem) => studio(user, parseListQuery({}), { form: typedFields(form), problem }),
  };
}
