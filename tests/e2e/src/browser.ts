import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export interface Browser {
  context: BrowserContext;
  page: Page;
  /** What pages did, or tried to do, against their content security policy. */
  policyViolations: string[];
  /** @param cookie of a login, as a name and a value */
  signIn(origin: string, person: { cookie: string }): Promise<void>;
  close(): Promise<void>;
}

async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeFunction('reportPolicyViolation', (words: string) => void violations.push(words));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ documentURI, effectiveDirective, blockedURI, sample }) => {
      const report = (window as unknown as { reportPolicyViolation(words: string): void }).reportPolicyViolation;
      report(`${documentURI}: ${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  return violations;
}

/** Debian's Chromium with an empty profile. `chromium` is looked for on the PATH unless CHROMIUM names it. */
export async function openBrowser({ javaScriptEnabled = true } = {}): Promise<Browser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'kinora-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    javaScriptEnabled,
    viewport: { width: 1280, height: 800 },
  });
  const policyViolations = await watchPolicy(context);
  return {
    context,
    page: await context.newPage(),
    policyViolations,
    async signIn(origin, { cookie }) {
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: origin }]);
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
