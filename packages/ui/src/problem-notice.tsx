import type { ProblemDocument } from '@kinora/contracts';
import { Notice } from './notice.js';

interface ProblemNoticeProps {
  problem: ProblemDocument;
  /** Where the login leads back to, for a login that ran out meanwhile. */
  loginPath: string;
}

/** What the detail does not say already. */
const otherErrors = ({ detail = '', errors = [] }: ProblemDocument) =>
  errors.filter((error) => !detail.includes(error.detail));

/** A problem document in words, with the way out where there is one. */
export const ProblemNotice = ({ problem, loginPath }: ProblemNoticeProps) => (
  <Notice tone="bad" title={problem.title}>
    {problem.detail && <p>{problem.detail}</p>}
    {otherErrors(problem).length > 0 && (
      <ul className="list-disc pl-5">
        {otherErrors(problem).map(({ field, detail }) => (
          <li key={`${field} ${detail}`}>{detail}</li>
        ))}
      </ul>
    )}
    {problem.code === 'unauthenticated' && (
      <p>
        <a
          className="font-semibold underline"
          href={`/auth/login?redirect=${encodeURIComponent(loginPath)}`}
          target="_blank"
          rel="noreferrer"
        >
          Log in in a new tab
        </a>
        , then come back and try again. What you typed stays here.
      </p>
    )}
  </Notice>
);
