import { readFile } from 'node:fs/promises';

/** The words between zero bytes (proc(5)). */
const words = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\0').filter((word) => word !== '');

export const commandOf = (pid: number): Promise<string[]> => words(`/proc/${pid}/cmdline`);

export async function environmentOf(pid: number): Promise<Record<string, string>> {
  const variables = await words(`/proc/${pid}/environ`);
  return Object.fromEntries(variables.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}
