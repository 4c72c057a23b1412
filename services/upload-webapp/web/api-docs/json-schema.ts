/** As much of JSON Schema 2020-12 as the document has. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

export const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** The schema that has a name somewhere in this one, if any. */
export const referenceIn = ({ $ref, items, anyOf = [] }: JsonSchema): string | undefined =>
  $ref ?? items?.$ref ?? anyOf.find((one) => one.$ref)?.$ref;

/** Such as `string (uuid) or null`, `list of Rendition`. */
export function typeInWords({ $ref, type, format, items, anyOf, enum: choices }: JsonSchema): string {
  if ($ref) return nameOf($ref);
  if (choices && choices.length <= 8) return choices.map(String).join(', ');
  if (anyOf) return anyOf.map(typeInWords).join(' or ');
  if (type === 'array') return `list of ${items ? typeInWords(items) : 'anything'}`;
  const types = [type ?? 'anything'].flat();
  return types.map((one) => (one === 'string' && format ? `string (${format})` : one)).join(' or ');
}

const LIMITS: [keyof JsonSchema, (value: unknown) => string][] = [
  ['minimum', (value) => `at least ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['maxItems', (value) => `at most ${value} of them`],
  ['default', (value) => `${JSON.stringify(value)} unless given`],
];

/** Such as `at least 1, at most 50, 24 unless given`. */
export const limitsInWords = (schema: JsonSchema): string =>
  LIMITS.flatMap(([name, words]) => (schema[name] === undefined ? [] : [words(schema[name])]))
    .filter(
      (words) => !words.includes(String(Number.MIN_SAFE_INTEGER)) && !words.includes(String(Number.MAX_SAFE_INTEGER)),
    )
    .join(', ');
