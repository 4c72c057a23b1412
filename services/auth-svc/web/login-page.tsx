import { Button, Logo, Notice, TextField } from '@kinora/ui';

export interface LoginPageProps {
  /** A path of this site to go to afterwards. */
  redirect: string;
  /** What was typed before, after a failed attempt. */
  username?: string;
  /** Why the last attempt failed, in words. */
  error?: string;
}

/** A plain form: it needs no JavaScript at all. */
export const LoginPage = ({ redirect, username, error }: LoginPageProps) => (
  <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-8 px-4 py-12 max-sm:content-start">
    <div className="grid justify-items-center gap-3 text-center">
      <a href="/" className="rounded-xl" aria-label="Kinora, to the videos">
        <Logo className="size-12 text-accent" />
      </a>
      <h1 className="text-2xl font-bold tracking-tight">Log in to Kinora</h1>
    </div>
    <form
      method="post"
      action="/auth/login"
      className="grid gap-5 rounded-2xl border border-line bg-surface p-6 shadow-sm"
    >
      {error && <Notice tone="bad">{error}</Notice>}
      <input type="hidden" name="redirect" value={redirect} />
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={!username}
        defaultValue={username}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={Boolean(username)}
      />
      <Button type="submit" kind="primary" className="min-h-11 text-base">
        Log in
      </Button>
    </form>
    <p className="text-center text-sm text-muted">
      <a href="/" className="rounded underline underline-offset-4 hover:text-ink">
        Watch without logging in
      </a>
    </p>
  </main>
);
