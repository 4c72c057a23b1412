import { createPageRenderer } from '@kinora/ui/server';
import { describe, expect, it } from 'vitest';
import { LoginPage, type LoginPageProps } from './login-page.js';

const pages = createPageRenderer({ webDir: '/none', base: '/auth/assets/', devServerUrl: 'http://vite.test' });
const render = (props: LoginPageProps) =>
  pages.render({ title: 'Log in', page: 'login', element: <LoginPage {...props} />, props });

describe('LoginPage', () => {
  it('is a plain form that keeps the way back', () => {
    const html = render({ redirect: '/watch/1?t=2&x="' });
    expect(html).toMatch(/<form(?=[^>]*method="post")[^>]*action="\/auth\/login"/);
    expect(html).toContain('<input type="hidden" name="redirect" value="/watch/1?t=2&amp;x=&quot;"/>');
    expect(html).toMatch(
      /<input[^>]*autoComplete="username"[^>]*name="username"|name="username"[^>]*autoComplete="username"/,
    );
    expect(html).toContain('autoComplete="current-password"');
    expect(html).not.toContain('role="alert"');
  });

  it('says why it failed, and keeps the name but never the password', () => {
    const html = render({ redirect: '/', username: 'ada', error: 'The password is wrong.' });
    expect(html).toMatch(/role="alert"[\s\S]*The password is wrong\./);
    expect(html).toContain('value="ada"');
    expect(html).not.toMatch(/type="password"[^>]*value=/);
  });
});
