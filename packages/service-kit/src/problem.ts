import { PROBLEM_MEDIA_TYPE, PROBLEMS, type ProblemCode, type ProblemDocument } from '@kinora/contracts';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';

interface ProblemOptions {
  errors?: ProblemDocument['errors'];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error that a client may see: RFC 9457, with a code from the contracts. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: ProblemDocument['errors'];
  readonly headers: Record<string, string>;

  constructor(
    readonly code: ProblemCode,
    readonly detail?: string,
    { errors, headers = {}, cause }: ProblemOptions = {},
  ) {
    super(detail ?? PROBLEMS[code].title, { cause });
    this.name = 'Problem';
    this.status = PROBLEMS[code].status;
    this.errors = errors;
    this.headers = headers;
  }

  toDocument(requestId?: string): ProblemDocument {
    return {
      type: `urn:kinora:problem:${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** A dependency that does not answer for the moment: 503, and when to come back. */
export const unavailable = (what: string, cause?: unknown, how = 'cannot be reached'): Problem =>
  new Problem('service-unavailable', `${what} ${how} at the moment. Please try again in a few seconds.`, {
    headers: { 'Retry-After': '5' },
    cause,
  });

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** True when an error says that another program could not be reached, at any depth of its causes. */
export function isConnectionError(error: unknown): boolean {
  for (let at = error, depth = 0; at && depth < 5; at = (at as Error).cause, depth++) {
    if (CONNECTION_ERRORS.has(String(codeOf(at)))) return true;
    if (at instanceof AggregateError && at.errors.some(isConnectionError)) return true;
  }
  return false;
}

const CODE_BY_STATUS: Record<number, ProblemCode> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'request-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  416: 'range-not-satisfiable',
  429: 'too-many-requests',
};

/** Turns anything that was thrown into what the client may know of it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isConnectionError(error)) return unavailable('A part of Kinora', error);
  const status = Number((error as { status?: unknown } | null)?.status);
  if (status >= 400 && status < 500)
    return new Problem(CODE_BY_STATUS[status] ?? 'bad-request', undefined, { cause: error });
  return new Problem('internal-error', 'The request id below helps the operator to find out why.', { cause: error });
}

/** True for a browser that asks for a page, false for programs and for scripts that ask for JSON. */
export const wantsHtml = (req: Request): boolean => req.accepts(['json', 'html']) === 'html';

export interface ProblemHandlerOptions {
  /** Renders the page for a person's browser. Without it every client gets the document. */
  renderPage?: (problem: ProblemDocument, req: Request) => string;
}

function sendProblem(problem: Problem, req: Request, res: Response, renderPage: ProblemHandlerOptions['renderPage']) {
  const document = problem.toDocument(req.id === undefined ? undefined : String(req.id));
  res.status(problem.status).set(problem.headers).set('Cache-Control', 'no-store').vary('Accept');
  if (renderPage && wantsHtml(req)) res.type('html').send(renderPage(document, req));
  else res.type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(document));
}

/** The last handler of every service. Logs what the client must not see, under the same request id. */
export const problemHandler =
  ({ renderPage }: ProblemHandlerOptions = {}): ErrorRequestHandler =>
  (error, req, res, _next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) req.log?.error({ err: problem.cause ?? error }, problem.message);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    sendProblem(problem, req, res, renderPage);
  };

/** Answers every method that the routes before it did not take, and names those that they do (RFC 9110 section 15.5.6). */
export const allowOnly =
  (...methods: string[]): RequestHandler =>
  () => {
    throw new Problem('method-not-allowed', undefined, { headers: { Allow: methods.join(', ') } });
  };

/** Answers whatever no route took. */
export const notFound: RequestHandler = () => {
  throw new Problem('not-found');
};
