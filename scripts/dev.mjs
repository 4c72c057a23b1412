// `npm run dev`: the stack of `npm start`, run from its sources. A save reloads what it touches, web pages included.
import { inRoot, ROOT } from './build/root.mjs';
import { prepare } from './setup/prepare.mjs';
import { PROGRAMS_TO_RUN } from './setup/programs.mjs';
import { runScript } from './setup/refusal.mjs';
import { withDataFolder } from './start/data-folder.mjs';
import { HELP, startOptions } from './start/options.mjs';
import { pageServers } from './start/page-servers.mjs';
import { requireFreePort } from './start/public-port.mjs';
import { runStack } from './start/run-stack.mjs';

/** @param {string} line */
const say = (line) => console.log(line);

/** Migrations run once and end; services are watched. @param {string} workspace */
function sourceProgram(workspace) {
  const watch = workspace.startsWith('services/') ? ['--watch', '--watch-preserve-output'] : [];
  return { entry: inRoot(workspace, 'src/main.ts'), nodeArgs: [...watch, '--import', import.meta.resolve('tsx')] };
}

await runScript(async () => {
  const options = startOptions(process.argv.slice(2));
  if (options === 'help') return console.log(HELP);
  const { dataDir, host, port } = options;
  await withDataFolder(dataDir, `http://localhost:${port}`, async () => {
    await requireFreePort(host, port);
    await prepare({ programs: PROGRAMS_TO_RUN, build: false, say });
    const pages = await pageServers(ROOT);
    /** @param {string} service */
    const developmentEnv = (service) => {
      const url = pages.find(({ name }) => name === service)?.url;
      return { NODE_ENV: 'development', ...(url && { WEB_DEV_SERVER_URL: url }) };
    };
    await runStack({
      ...options,
      programOf: sourceProgram,
      developmentEnv,
      moreParts: pages.map(({ part }) => part),
      say,
    });
  });
});
