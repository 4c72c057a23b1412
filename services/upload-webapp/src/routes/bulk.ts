import { allowOnly, Problem } from '@kinora/service-kit';
import express, { type RequestHandler, Router } from 'express';
import { listPagePath } from '../../web/list/list-query.js';
import { type BulkEdits, type BulkOutcome, parseBulkRequest, runBulk } from '../domain/bulk.js';
import { bulkRequestOfForm } from '../domain/bulk-form.js';
import { bulkDoneSearch } from './bulk-done.js';
import { loggedIn } from './logged-in.js';
import { EDIT_MAX_BYTES } from './read-json.js';
import { parseListQuery } from './requests.js';

const PATH = '/api/v1/studio/videos/bulk';
const FORM = 'application/x-www-form-urlencoded';
const TYPES = ['application/json', FORM];

const onlyKnownTypes: RequestHandler = (req, _res, next) => {
  if (!req.is(TYPES))
    throw new Problem('unsupported-media-type', 'Changes are sent as application/json, or by the form of the list.');
  next();
};

/** The list as it was before the form was sent, and what came of it. */
function listAfter(form: Record<string, unknown>, outcomes: BulkOutcome[]): string {
  const { q, state, visibility, sort } = parseListQuery(
    Object.fromEntries(new URLSearchParams(String(form.list ?? ''))),
  );
  const path = listPagePath({ q, state, visibility, sort });
  return `${path}${path.includes('?') ? '&' : '?'}${bulkDoneSearch(String(form.action), outcomes)}`;
}

/** Many videos at once: by a program, by the page, and by its form where there is no JavaScript. */
export function bulkRoutes(edits: BulkEdits): Router {
  const router = Router();
  const read = [
    express.json({ limit: EDIT_MAX_BYTES }),
    express.urlencoded({ limit: EDIT_MAX_BYTES, extended: false }),
  ];
  router.post(PATH, onlyKnownTypes, ...read, async (req, res) => {
    const isForm = req.is(FORM) !== false;
    const request = parseBulkRequest(isForm ? bulkRequestOfForm(req.body) : req.body);
    const outcomes = await runBulk(loggedIn(req).sub, request, edits);
    if (isForm) res.redirect(303, listAfter(req.body, outcomes));
    else res.json({ outcomes });
  });
  router.all(PATH, allowOnly('POST'));
  return router;
}
