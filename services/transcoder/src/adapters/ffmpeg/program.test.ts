import { tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import { startProgram } from './program.js';

const bounds = { maxMemoryBytes: 200 * 1_024 ** 2, maxFileBytes: 1_000_000 };

async function run(command: string, args: string[], cwd?: string) {
  let output = '';
  const program = startProgram({
    ...{ command, args, bounds, cwd: cwd ?? (await tempFolder()), signal: new AbortController().signal },
    onOutput: (text) => {
      output += text;
    },
  });
  return { ...(await program.ended), output };
}

it('a program knows its limits, which it cannot raise', async () => {
  const { output } = await run('cat', ['/proc/self/limits']);
  const limits = (name: string) => new RegExp(`^${name} +(\\S+) +(\\S+)`, 'm').exec(output)?.slice(1);
  expect(limits('Max data size')).toEqual(['209715200', '209715200']);
  expect(limits('Max file size')).toEqual(['1000000', '1000000']);
  expect(limits('Max open files')).toEqual(['256', '256']);
  expect(limits('Max core file size')).toEqual(['0', '0']);
});

it('a program has no capability, also when this process is root, and gets none', async () => {
  const { output } = await run('cat', ['/proc/self/status']);
  for (const kind of ['Inh', 'Prm', 'Eff', 'Amb']) expect(output).toMatch(new RegExp(`^Cap${kind}:\\s+0+$`, 'm'));
  expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
});

it('a program gets no more of the environment than it needs', async () => {
  const names = (await run('env', [])).output
    .trim()
    .split('\n')
    .map((line) => line.split('=', 1)[0]);
  expect(names.sort()).toEqual(['HOME', 'LANG', 'PATH']);
});

it('a program is ended when a file of it grows too large, at the first byte above', async () => {
  const write = (bytes: number) => run('dd', ['if=/dev/zero', 'of=file', `bs=${bytes}`, 'count=1']);
  expect(await write(1_000_000)).toMatchObject({ exitCode: 0, killedBy: null });
  expect(await write(1_000_001)).not.toMatchObject({ exitCode: 0 });
});

it('a program gets no memory beyond its limit', async () => {
  const take = (mib: number) => run('dd', ['if=/dev/zero', 'of=/dev/null', `bs=${mib}M`, 'count=1']);
  expect(await take(190)).toMatchObject({ exitCode: 0 });
  expect(await take(201)).toMatchObject({ exitCode: 1, tail: expect.stringContaining('memory exhausted') });
});
