import type { ReactNode } from 'react';
import { Button, LinkButton } from './button.js';
import { classNames } from './class-names.js';
import { Logo } from './logo.js';

type Section = 'videos' | 'studio';

interface AppShellProps {
  /** Null for a visitor who is not logged in. */
  user: { name: string } | null;
  current?: Section;
  /** Where the login leads back to. */
  path: string;
  children: ReactNode;
}

const NAV: { section: Section; href: string; label: string }[] = [
  { section: 'videos', href: '/', label: 'Videos' },
  { section: 'studio', href: '/studio', label: 'Studio' },
];

const NavLink = ({ href, label, isCurrent }: { href: string; label: string; isCurrent: boolean }) => (
  <a
    href={href}
    aria-current={isCurrent ? 'page' : undefined}
    className={classNames(
      'rounded-lg px-3 py-2 text-sm font-semibold hover:bg-sunken hover:text-ink',
      isCurrent ? 'text-ink' : 'text-muted',
    )}
  >
    {label}
  </a>
);

const Account = ({ user, path }: Pick<AppShellProps, 'user' | 'path'>) =>
  user ? (
    <form method="post" action="/auth/logout" className="flex min-w-0 items-center gap-2">
      <span className="hidden max-w-48 truncate text-sm text-muted sm:block" title={`Logged in as ${user.name}`}>
        {user.name}
      </span>
      <Button type="submit" kind="quiet" className="px-3">
        Log out
      </Button>
    </form>
  ) : (
    <LinkButton href={`/auth/login?redirect=${encodeURIComponent(path)}`}>Log in</LinkButton>
  );

/** What every page stands in: the way home, the sections, the account. */
export const AppShell = ({ user, current, path, children }: AppShellProps) => (
  <div className="flex min-h-dvh flex-col">
    <a
      href="#content"
      className="sr-only rounded-lg bg-accent font-semibold text-on-accent focus:not-sr-only focus:absolute focus:px-4 focus:py-2 focus:top-3 focus:left-3 focus:z-20"
    >
      Skip to the content
    </a>
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex h-16 max-w-page items-center gap-1 px-4 sm:gap-4 sm:px-6">
        <a href="/" className="flex items-center gap-2.5 rounded-lg py-1 pr-1 text-lg font-bold tracking-tight">
          <Logo className="size-7 text-accent" />
          <span className="max-[26rem]:sr-only">Kinora</span>
        </a>
        <nav aria-label="Main" className="flex flex-1 items-center sm:gap-1">
          {NAV.map(({ section, ...link }) => (
            <NavLink key={section} {...link} isCurrent={section === current} />
          ))}
        </nav>
        <Account user={user} path={path} />
      </div>
    </header>
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto w-full max-w-page flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8"
    >
      {children}
    </main>
  </div>
);
