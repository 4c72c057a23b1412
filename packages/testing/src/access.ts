import { inject } from 'vitest';
import type { ServerAccess } from './servers.js';

/** Where the one server of this kind in the test run listens; it starts now if nobody asked before. */
export async function serverAccess<Name extends keyof ServerAccess>(name: Name): Promise<ServerAccess[Name]> {
  const response = await fetch(`${inject('kinora').serversUrl}/${name}`);
  const body = await response.text();
  if (!response.ok) throw new Error(`${name} did not start: ${body}`);
  return JSON.parse(body) as ServerAccess[Name];
}
