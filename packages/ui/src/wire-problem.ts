import { PROBLEM_MEDIA_TYPE, type ProblemDocument } from '@kinora/contracts';

/** What a person reads when no server answered at all. */
export const NO_CONNECTION: ProblemDocument = {
  type: 'about:blank',
  title: 'The connection broke off',
  status: 0,
  code: 'service-unavailable',
  detail: 'The server could not be reached. Check your network and try again.',
};

/** The problem in an answer's body; one in general words when something between here and the service answered instead. */
export function problemFrom(status: number, contentType: string | null, body: string): ProblemDocument {
  if (contentType?.startsWith(PROBLEM_MEDIA_TYPE)) return JSON.parse(body) as ProblemDocument;
  return { ...NO_CONNECTION, title: 'The server did not accept this', status, detail: `It answered with ${status}.` };
}

/** The word on one field of a form, if the problem has one. */
export const fieldError = (problem: ProblemDocument | undefined, field: string): string | undefined =>
  problem?.errors?.find((error) => error.field === field)?.detail;

/** Calls an API of Kinora that speaks JSON. @throws ProblemDocument */
export const callApi = async (path: string, init?: RequestInit): Promise<unknown> =>
  (await callForTag(path, init)).body;

/** And tells the tag of what came (RFC 9110 section 8.8.3), null where there is none. @throws ProblemDocument */
export async function callForTag(
  path: string,
  init: RequestInit = {},
): Promise<{ body: unknown; etag: string | null }> {
  const headers = { Accept: 'application/json', ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch(() => {
    throw NO_CONNECTION;
  });
  const body = await response.text();
  if (!response.ok) throw problemFrom(response.status, response.headers.get('Content-Type'), body);
  return { body: body === '' ? undefined : JSON.parse(body), etag: response.headers.get('ETag') };
}
