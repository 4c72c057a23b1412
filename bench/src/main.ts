// `npm run bench [upload] [ready] [ladder] [workers] [list]`: ratios and waits measured side by side in one run, never a timed test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchLadder } from './ladder.js';
import { benchList } from './list.js';
import { holds, type Measure, report } from './numbers.js';
import { benchReady } from './ready.js';
import { benchUpload } from './upload.js';
import { benchWorkers } from './workers.js';

const BENCHES = { upload: benchUpload, ready: benchReady, ladder: benchLadder, workers: benchWorkers, list: benchList };
type Name = keyof typeof BENCHES;

const asked = process.argv.slice(2).filter((name): name is Name => name in BENCHES);
const names = asked.length > 0 ? asked : (Object.keys(BENCHES) as Name[]);
const say = (line: string) => console.log(`... ${line}`);

const folder = await mkdtemp(path.join(tmpdir(), 'kinora-bench-'));
try {
  const measures: Measure[] = [];
  for (const name of names) measures.push(...(await BENCHES[name](folder, say)));
  console.log(report(measures));
  if (!measures.every(holds)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
