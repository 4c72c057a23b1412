import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, freePort, startNode } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { type StudioOptions, studioEnvironment } from './studio.js';

const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));
const START_TIMEOUT_MS = 50_000;

export interface StudioProcess {
  child: Child;
  port: number;
}

/** The whole program, in a process of its own. */
export async function startStudioProcess(options: StudioOptions): Promise<StudioProcess> {
  const port = await freePort();
  const child = await startNode({
    name: 'upload-webapp',
    entry: PROGRAM,
    nodeArgs: ['--import', 'tsx'],
    env: {
      ...{ PATH: process.env.PATH, ...studioEnvironment(options), PORT: String(port) },
      ...{ HOST: '127.0.0.1', WEB_DEV_SERVER_URL: 'http://127.0.0.1:1' },
    },
    logFile: path.join(await tempFolder(), 'upload-webapp.log'),
  });
  const isReady = async () => {
    const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (status !== 200) throw new Error(`not ready: ${status}`);
  };
  await eventually(isReady, { timeoutMs: START_TIMEOUT_MS });
  return { child, port };
}
