import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageRenderer } from './server.js';

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;
const SCRIPT = 'console.log(1);'.repeat(1_000);
const attack = '</script><script>alert(1)</script><!--';

describe('createPageRenderer', () => {
  let webDir: string;

  beforeAll(() => {
    webDir = mkdtempSync(join(tmpdir(), 'kinora-ui-'));
    mkdirSync(join(webDir, '.vite'));
    const manifest = {
      'web/client.tsx': { file: 'client-1.js', css: ['client-2.css'], imports: ['_shared.js'] },
      '_shared.js': { file: 'shared-3.js', css: ['shared-4.css'] },
    };
    writeFileSync(join(webDir, 'client-1.js'), SCRIPT);
    writeFileSync(join(webDir, '.vite', 'manifest.json'), JSON.stringify(manifest));
  });
  afterAll(() => rmSync(webDir, { recursive: true, force: true }));

  const render = (name: string) =>
    createPageRenderer({ webDir, base: '/x/' }).render({
      title: name,
      openGraph: { 'og:title': name },
      page: 'greeting',
      element: <Greeting name={name} />,
      props: { name },
    });

  it('loads what the manifest names, from the base', () => {
    const html = render('Ada');
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).toContain('<script type="module" src="/x/client-1.js"></script>');
    expect(html).toContain('<link rel="modulepreload" href="/x/shared-3.js"/>');
    expect(html.match(/rel="stylesheet" href="[^"]+"/g)).toEqual([
      'rel="stylesheet" href="/x/client-2.css"',
      'rel="stylesheet" href="/x/shared-4.css"',
    ]);
  });

  it('lets no text break out of the title, the properties, the page or its data', () => {
    const html = render(attack);
    expect(html).not.toContain('alert(1)</script>');
    expect(html).not.toContain('<!--<');
    expect(html).toContain('<title>&lt;/script&gt;');
    const data = /<script id="page-data" type="application\/json">(.*?)<\/script>/.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ page: 'greeting', props: { name: attack } });
  });

  it('has no script and no style in the page itself', () => {
    const html = render('Ada');
    expect(html).not.toContain('<style');
    expect(html).not.toMatch(/<script(?![^>]*(src=|application\/json))/);
  });

  it.each(['br', 'gzip', 'identity'])('serves what the pages load as %s', async (encoding) => {
    const app = express().use(createPageRenderer({ webDir, base: '/x/' }).assets());
    const server = app.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x/client-1.js`;
      const response = await fetch(address, { headers: { 'Accept-Encoding': encoding } });
      expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding);
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(SCRIPT);
    } finally {
      server.close();
    }
  });

  it('says what to do when the pages were not built', () => {
    expect(() => createPageRenderer({ webDir: join(webDir, 'none'), base: '/x/' })).toThrow('npm run build');
  });

  it('loads everything from the development server when there is one', () => {
    const html = createPageRenderer({ webDir: '/none', base: '/x/', devServerUrl: 'http://localhost:5173' }).render({
      title: 'Dev',
      page: 'greeting',
      element: <Greeting name="Ada" />,
      props: {},
    });
    expect(html).toContain('src="http://localhost:5173/@vite/client"');
    expect(html).toContain('src="http://localhost:5173/web/client.tsx"');
    expect(html).toContain('href="http://localhost:5173/web/styles.css"');
  });
});
