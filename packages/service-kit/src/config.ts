import { z } from 'zod';

const PLACEHOLDER = /change[-_ ]?me|placeholder|example|^(secret|password|admin123)$/i;

/** A secret from the environment. Refuses what an example file might have left there. */
export const secret = (minChars = 32) =>
  z
    .string()
    .min(minChars)
    .refine((value) => !PLACEHOLDER.test(value), 'is a placeholder: set a secret of your own');

/** What every service reads from its environment. */
export const commonConfig = {
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

export class ConfigError extends Error {}

/**
 * Reads the environment once, at the start. An empty variable counts as not set, as compose files produce them.
 * @throws ConfigError naming every variable that is missing or wrong, never its value
 */
export function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: Record<string, string | undefined> = process.env,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The configuration is not complete:\n${lines.join('\n')}`);
}
