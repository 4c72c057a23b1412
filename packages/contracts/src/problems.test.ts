import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { FAILURES } from './failures.js';
import { PROBLEMS } from './problems.js';

const page = await readFile(new URL('../../../docs/problems.md', import.meta.url), 'utf8');

it('docs/problems.md explains exactly the codes that exist, with their status', () => {
  const explained = [...page.matchAll(/^### ([a-z-]+)\n+\*\*(\d+)\.\*\*/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(explained)).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])),
  );
});

it('docs/problems.md lists exactly the reasons for which a video can fail', () => {
  const listed = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, code]) => code);
  expect(listed.sort()).toEqual(Object.keys(FAILURES).sort());
});
