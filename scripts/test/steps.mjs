import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, ROOT } from '../build/root.mjs';
import { hasSkipped } from './report.mjs';

/** @typedef {import('./report.mjs').StepResult} StepResult */
/** @typedef {{ name: string, command: string, args: string[], countsTests?: boolean }} Step */

/** @param {string} name @param {string} program of an npm package @param {string[]} args @returns {Step} */
const npm = (name, program, ...args) => ({ name, command: inRoot('node_modules/.bin', program), args });

/** @param {string} name @param {string} project @returns {Step} */
const tests = (name, project) => ({ ...npm(name, 'vitest', 'run', '--project', project), countsTests: true });

/** From the quickest answer to the slowest. @type {Step[]} */
export const STEPS = [
  npm('format and lint', 'biome', 'check', '--error-on-warnings'),
  npm('types', 'tsc', '--noEmit'),
  npm(
    'import rules',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'services',
    'packages',
    'database',
    'scripts',
    'tests',
    'bench',
  ),
  npm('unused code and packages', 'knip'),
  tests('unit and integration tests', 'unit'),
  { name: 'build', command: process.execPath, args: ['scripts/build.mjs'] },
  tests('end-to-end tests', 'e2e'),
];

/** @param {string} file @returns {import('./report.mjs').VitestCounts | undefined} */
function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {Step} step @returns {StepResult} */
export function runStep({ name, command, args, countsTests = false }) {
  const startedAt = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'kinora-test-'));
  const reportFile = path.join(folder, 'report.json');
  const reporters = countsTests ? ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`] : [];
  const { status } = spawnSync(command, [...args, ...reporters], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const counts = countsTests ? countsIn(reportFile) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const ok = status === 0 && !(counts && hasSkipped(counts));
  return { name, ok, seconds: (Date.now() - startedAt) / 1000, ...(counts && { tests: counts }) };
}
