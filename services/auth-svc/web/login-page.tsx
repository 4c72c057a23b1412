export interface LoginPageProps {
  /** A path of this site to go to afterwards. */
  redirect: string;
  /** What was typed before, after a failed attempt. */
  username?: string;
  /** Why the last attempt failed, in words. */
  error?: string;
}

export function LoginPage({ redirect, username, error }: LoginPageProps) {
  return (
    <form method="post" action="/auth/login">
      {error && <p role="alert">{error}</p>}
      <input type="hidden" name="redirect" value={redirect} />
      <input name="username" aria-label="User name" defaultValue={username} />
      <input name="password" aria-label="Password" type="password" />
      <button type="submit">Log in</button>
    </form>
  );
}
