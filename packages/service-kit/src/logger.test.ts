import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const TSX = import.meta.resolve('tsx');
const LOGGER = new URL('./logger.ts', import.meta.url).href;
const script = `
  const { createLogger } = await import(${JSON.stringify(LOGGER)});
  const log = createLogger('a-service', 'info');
  for (let line = 0; line < 3; line++) log.info({ line }, 'something');
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.exit(7);
`;
const args = ['--import', TSX, '--input-type=module', '-e', script];

it('writes a line for each event', async () => {
  const failed = await promisify(execFile)(process.execPath, args).catch(
    (error: { stdout: string; code: number }) => error,
  );
  const lines = failed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([0, 1, 2].map((line) => ({ service: 'a-service', line, msg: 'something' })));
});

it('lets the service go on when the disk of the log is full', async () => {
  const full = await open('/dev/full', 'w');
  const child = spawn(process.execPath, args, { stdio: ['ignore', full.fd, 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  await full.close();
  expect(code).toBe(7);
});
