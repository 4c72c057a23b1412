// `npm start`: from a fresh clone to a running Kinora. See start/options.mjs for what it takes.
import { inRoot } from './build/root.mjs';
import { prepare } from './setup/prepare.mjs';
import { PROGRAMS_TO_RUN } from './setup/programs.mjs';
import { runScript } from './setup/refusal.mjs';
import { withDataFolder } from './start/data-folder.mjs';
import { HELP, startOptions } from './start/options.mjs';
import { requireFreePort } from './start/public-port.mjs';
import { runStack } from './start/run-stack.mjs';

/** @param {string} line */
const say = (line) => console.log(line);

/** Bytes that pass through are short-lived: a small young generation (MiB) keeps memory flat and costs less time. */
const NODE_ARGS = ['--enable-source-maps', '--max-semi-space-size=1'];

/** @param {string} workspace */
const builtProgram = (workspace) => ({ entry: inRoot(workspace, 'dist/main.js'), nodeArgs: NODE_ARGS });

await runScript(async () => {
  const options = startOptions(process.argv.slice(2));
  if (options === 'help') return console.log(HELP);
  const { dataDir, host, port } = options;
  await withDataFolder(dataDir, `http://localhost:${port}`, async () => {
    await requireFreePort(host, port);
    await prepare({ programs: PROGRAMS_TO_RUN, build: true, say });
    await runStack({ ...options, programOf: builtProgram, say });
  });
});
