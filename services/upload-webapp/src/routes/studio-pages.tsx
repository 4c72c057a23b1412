import { type AuthClaims, type ProblemDocument, visibilitySchema } from '@kinora/contracts';
import { allowOnly, noStore, Problem, requireLogin } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import { type RequestHandler, Router } from 'express';
import type { StudioPageProps, StudioVideoPageProps, UploadFormFields } from '../../web/props.js';
import { StudioPage } from '../../web/studio-page.js';
import { StudioVideoPage } from '../../web/studio-video-page.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { ListRequest } from '../adapters/video-list.js';
import { parseBulkDone } from './bulk-done.js';
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
  /** The page of a video whose file was not replaced. @throws Problem `not-found` */
  refusedReplacement(user: AuthClaims, videoId: unknown, problem: ProblemDocument): Promise<string>;
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
    const bulkDone = parseBulkDone(req.query);
    const more = { ...(uploaded ? { uploadedId: uploaded } : {}), ...(bulkDone ? { bulkDone } : {}) };
    res.type('html').send(await studio(loggedIn(req), request, more));
  };

  async function videoPage({ sub, name }: AuthClaims, videoId: unknown, more: Partial<StudioVideoPageProps>) {
    const video = await videos.find(sub, parseVideoId(videoId));
    if (!video) throw new Problem('not-found');
    const props: StudioVideoPageProps = { user: { name }, video, uploadMaxBytes, ...more };
    const title = `${video.title} · Studio · Kinora`;
    return renderer.render({ title, page: 'studio-video', element: <StudioVideoPage {...props} />, props });
  }

  const showVideo: RequestHandler = async (req, res) => {
    res.type('html').send(await videoPage(loggedIn(req), req.params.id, {}));
  };

  const routes = Router();
  routes.use('/studio', requireLogin, noStore);
  routes.get('/studio', showStudio);
  routes.get('/studio/videos/:id', showVideo);
  routes.all(['/studio', '/studio/videos/:id'], allowOnly('GET', 'HEAD'));
  return {
    routes,
    refusedForm: (user, form, problem) => studio(user, parseListQuery({}), { form: typedFields(form), problem }),
    refusedReplacement: (user, videoId, problem) => videoPage(user, videoId, { problem }),
  };
}
