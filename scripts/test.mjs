// `npm test`: installs what the tests need, then runs every check. Stops at the first step that fails.
import { prepare } from './setup/prepare.mjs';
import { PROGRAMS_TO_TEST } from './setup/programs.mjs';
import { runScript } from './setup/refusal.mjs';
import { summary } from './test/report.mjs';
import { runStep, STEPS } from './test/steps.mjs';

await runScript(async () => {
  await prepare({ programs: PROGRAMS_TO_TEST, build: false, say: (line) => console.log(line) });
  const results = [];
  for (const step of STEPS) {
    console.log(`\n== ${step.name}`);
    const result = runStep(step);
    results.push(result);
    if (!result.ok) {
      process.exitCode = 1;
      break;
    }
  }
  console.log(`\n${summary(results)}`);
});
