import { expect, test } from 'vitest';
import { adviceFor, missingPrograms, PROGRAMS_TO_RUN } from './programs.mjs';

/** @param {string[]} installed */
const machineWith =
  (...installed) =>
  /** @param {string[]} names */
  (...names) =>
    names.find((name) => installed.includes(name));

test('Redis and Valkey will do alike', () => {
  const rest = ['ffmpeg', 'ffprobe', 'mariadbd', 'my_print_defaults'];
  expect(missingPrograms(PROGRAMS_TO_RUN, machineWith(...rest, 'redis-server'))).toEqual([]);
  expect(missingPrograms(PROGRAMS_TO_RUN, machineWith(...rest, 'valkey-server'))).toEqual([]);
  expect(missingPrograms(PROGRAMS_TO_RUN, machineWith(...rest))).toHaveLength(1);
});

test('where apt may not be used, the advice is a command that installs what is missing, each package once', () => {
  const missing = missingPrograms(PROGRAMS_TO_RUN, machineWith('mariadbd', 'my_print_defaults'));
  expect(adviceFor(missing, true)).toContain('not installed: ffmpeg, ffprobe, redis-server or valkey-server.');
  expect(adviceFor(missing, true)).toMatch(/\n {2}sudo apt-get install .* ffmpeg redis-server$/);
  expect(adviceFor(missing, false)).toMatch(/\n {2}brew install ffmpeg valkey$/);
});
