import { Problem } from '@kinora/service-kit';
import express, { type RequestHandler } from 'express';

export const EDIT_MAX_BYTES = 64 * 1024;

/** Reads what an edit says. */
export const readJson: RequestHandler[] = [
  (req, _res, next) => {
    if (!req.is('application/json'))
      throw new Problem('unsupported-media-type', 'Changes are sent as application/json.');
    next();
  },
  express.json({ limit: EDIT_MAX_BYTES }),
];
