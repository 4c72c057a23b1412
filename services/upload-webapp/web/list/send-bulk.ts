import type { Visibility } from '@kinora/contracts';
import { callApi } from '@kinora/ui';

/** What is done to many videos at once. */
export type BulkChange =
  | { action: 'visibility'; visibility: Visibility }
  | { action: 'tags'; add: string[]; remove: string[] }
  | { action: 'trash' | 'restore' | 'delete' };

interface Outcome {
  id: string;
  ok: boolean;
  detail?: string;
}

export interface BulkResult {
  done: string[];
  /** Why it was refused for some, each reason once. */
  refusals: string[];
  refused: number;
}

/** As many as one request takes. */
const REQUEST_MAX_VIDEOS = 100;

export const BULK_PATH = '/api/v1/studio/videos/bulk';

const ask = async (ids: string[], change: BulkChange): Promise<Outcome[]> => {
  const answer = await callApi(BULK_PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ids, ...change }),
  });
  return (answer as { outcomes: Outcome[] }).outcomes;
};

/** Changes all of these videos, however many they are. @throws ProblemDocument */
export async function sendBulk(ids: string[], change: BulkChange): Promise<BulkResult> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < ids.length; at += REQUEST_MAX_VIDEOS)
    outcomes.push(...(await ask(ids.slice(at, at + REQUEST_MAX_VIDEOS), change)));
  const refused = outcomes.filter(({ ok }) => !ok);
  return {
    done: outcomes.filter(({ ok }) => ok).map(({ id }) => id),
    refusals: [...new Set(refused.map(({ detail = '' }) => detail))],
    refused: refused.length,
  };
}
