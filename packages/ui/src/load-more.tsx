import { LinkButton } from './button.js';

interface LoadMoreProps {
  /** The page that the rest of the list begins on: where the link leads without JavaScript. */
  href: string;
  label: string;
  status: 'idle' | 'loading' | 'failed';
  onLoad: () => void;
}

/** Loads the next part of a list into the page; a plain link until the page lives, and with a modifier key. */
export const LoadMore = ({ href, label, status, onLoad }: LoadMoreProps) => (
  <div className="grid justify-items-center gap-3 pt-10">
    {status === 'failed' && (
      <p role="alert" className="text-sm text-bad">
        The next videos could not be loaded. Check your connection and try again.
      </p>
    )}
    <LinkButton
      href={href}
      aria-disabled={status === 'loading'}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (status !== 'loading') onLoad();
      }}
    >
      {status === 'loading' ? 'Loading …' : label}
    </LinkButton>
  </div>
);
