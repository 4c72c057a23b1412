import path from 'node:path';
import { expect, test } from 'vitest';
import { inRoot } from '../build/root.mjs';
import { startOptions } from './options.mjs';

test('without options: port 8080, data in the checkout, every address', () => {
  expect(startOptions([], {})).toEqual({ host: '0.0.0.0', port: 8080, dataDir: inRoot('.kinora') });
});

test('port, data and the address to listen on', () => {
  const options = startOptions(['--port', '65535', '--data', 'films'], { HOST: '127.0.0.1' });
  expect(options).toEqual({ host: '127.0.0.1', port: 65_535, dataDir: path.resolve('films') });
});

test.each(['0', '65536', '80a', '-1', '1.5'])('port %s is refused in words', (port) => {
  expect(() => startOptions([`--port=${port}`], {})).toThrow('--port takes a number from 1 to 65535');
});

test('an unknown option is refused with the help', () => {
  expect(() => startOptions(['--prot', '1'], {})).toThrow(/--prot[\s\S]*npm start -- /);
});
