// `npm run bench [upload] [ready] [ladder] [workers]`: installs what the benchmarks need, builds, and measures.
import { spawnSync } from 'node:child_process';
import { inRoot, ROOT } from './build/root.mjs';
import { prepare } from './setup/prepare.mjs';
import { PROGRAMS_TO_TEST } from './setup/programs.mjs';
import { runScript } from './setup/refusal.mjs';

await runScript(async () => {
  await prepare({ programs: PROGRAMS_TO_TEST, build: true, say: (line) => console.log(line) });
  const bench = [inRoot('bench/src/main.ts'), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...bench], { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
