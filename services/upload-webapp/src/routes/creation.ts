import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { type Creation, type CreationState, creationId, findCreation } from '../domain/creation-key.js';
import { loggedIn } from './logged-in.js';

/** Which video, or which captions, a request makes. */
export type CreationOf = (req: Request) => Promise<Creation>;

interface Creations {
  secret: Buffer;
  stateOf(id: string): Promise<CreationState>;
  /** Among what a key stands for one thing; without it among all that a person makes. */
  within?(req: Request): string;
}

/** By the header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) of a POST; without it, each makes a new one. */
export const creations =
  ({ secret, stateOf, within = () => '' }: Creations): CreationOf =>
  async (req) => {
    const key = req.get('idempotency-key');
    if (key === undefined || req.method !== 'POST') return { id: randomUUID(), isRepeated: false, isArriving: false };
    const { sub } = loggedIn(req);
    return findCreation(key, (attempt) => creationId(secret, sub, within(req) + key, attempt), stateOf);
  };
