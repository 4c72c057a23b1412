import type { ProblemDocument } from '@kinora/contracts';
import { Notice } from './notice.js';

interface ProblemNoticeProps {
  problem: ProblemDocument;
  /** Where the login leads back to, for a login that ran out meanwhile. */
  loginPath: string;
}

/** A problem document in words, with the way out where there is one. */
export const ProblemNotice = ({ problem, loginPath }: ProblemNoticeProps) => (
  <Notice tone="bad" title={problem.title}>
    {problem.detail && <p>{problem.detail}</p>}
    {problem.errors && problem.errors.length > 0 && (
      <ul className="list-disc pl-5">
        {problem.errors.map(({ field, detail }) => (
          <li key={field}>{detail}</li>
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
