import type { PageRenderer } from '@kinora/ui/server';
import { createElement } from 'react';
import { LoginPage, type LoginPageProps } from '../../web/login-page.js';

export const renderLogin = (pages: PageRenderer, props: LoginPageProps): string =>
  pages.render({ title: 'Log in · Kinora', page: 'login', element: createElement(LoginPage, props), props });
