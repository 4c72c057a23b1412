import { Problem } from '@kinora/service-kit';
import { z } from 'zod';

/** Longer than any password that a person types; bounds the work of a check. */
const PASSWORD_MAX_CHARS = 1_024;
const USERNAME_MAX_CHARS = 200;

const loginFormSchema = z.object({
  username: z
    .string('Please enter your user name.')
    .min(1, 'Please enter your user name.')
    .max(USERNAME_MAX_CHARS, 'This user name is too long.'),
  password: z
    .string('Please enter your password.')
    .min(1, 'Please enter your password.')
    .max(PASSWORD_MAX_CHARS, 'This password is too long.'),
});

export type LoginForm = z.infer<typeof loginFormSchema>;

/** @throws Problem `invalid-fields` naming the fields */
export function parseLoginForm(body: unknown): LoginForm {
  const result = loginFormSchema.safeParse(body);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message }));
  throw new Problem('invalid-fields', errors.map(({ detail }) => detail).join(' '), { errors });
}

/** What the page may show again after a failed attempt: never the password. */
export function typedUsername(body: unknown): string | undefined {
  const username = (body as { username?: unknown } | undefined)?.username;
  return typeof username === 'string' ? username.slice(0, USERNAME_MAX_CHARS) : undefined;
}
