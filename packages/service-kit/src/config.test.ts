import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, commonConfig, loadConfig, secret } from './config.js';

const schema = z.object({ ...commonConfig, KEY: secret() });
const KEY = 'a1'.repeat(16);

describe('loadConfig', () => {
  it('fills in defaults; an empty variable counts as not set', () => {
    expect(loadConfig(schema, { PORT: '80', KEY, LOG_LEVEL: '' })).toEqual({
      HOST: '0.0.0.0',
      PORT: 80,
      LOG_LEVEL: 'info',
      KEY,
    });
  });

  it('names all that is wrong, and no value', () => {
    const load = () => loadConfig(schema, { PORT: 'eighty', KEY: 'short-secret' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT.*\n.*KEY/);
    expect(load).not.toThrow(/short-secret|eighty/);
  });

  it.each(['change-me', 'CHANGEME', 'placeholder', 'an-example-secret'])('refuses the placeholder %s', (word) => {
    expect(() => loadConfig(schema, { PORT: '80', KEY: word.padEnd(40, 'x') })).toThrow('KEY: is a placeholder');
  });
});
