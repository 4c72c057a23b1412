import { PROBLEM_MEDIA_TYPE, PROBLEMS, type ProblemCode, problemSchema } from '@kinora/contracts';
import { z } from 'zod';
import type { ApiDocument, DescribedOperation, DescribedResponse } from '../../web/api-docs/api-document.js';
import type { JsonSchema } from '../../web/api-docs/json-schema.js';
import type { Header, Operation } from './operation.js';
import { OPERATIONS } from './operations.js';

/** What may go wrong with every request. */
const ANYWHERE: ProblemCode[] = ['unauthenticated', 'too-many-requests', 'internal-error', 'service-unavailable'];

/** `format` says the same in a word. */
function withoutPatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPatterns);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !(name === 'pattern' && 'format' in value));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutPatterns(inner)]));
}

/** Collects what has a name of its own below `#/components/schemas`. */
function createComponents() {
  const schemas: Record<string, JsonSchema> = {};
  const point = (json: unknown): JsonSchema =>
    JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
  return {
    schemas,
    describe(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
      const json = withoutPatterns(z.toJSONSchema(z.object({ schema }), { io, unrepresentable: 'any' })) as {
        properties: { schema: JsonSchema };
        $defs?: Record<string, JsonSchema>;
      };
      for (const [name, named] of Object.entries(json.$defs ?? {})) schemas[name] = point({ ...named, id: undefined });
      return point(json.properties.schema);
    },
  };
}

const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

type Components = ReturnType<typeof createComponents>;

const headersOf = (headers: Header[]): NonNullable<DescribedResponse['headers']> =>
  Object.fromEntries(headers.map(({ name, description }) => [name, { description, schema: { type: 'string' } }]));

function parametersOf(
  { path, query, headers = [] }: Operation,
  { describe }: Components,
): DescribedOperation['parameters'] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    return { name, in: 'path' as const, required: true, schema: { type: 'string', format: 'uuid' } };
  });
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = describe(schema as z.ZodType, 'input');
    const words = typeof description === 'string' ? { description } : {};
    return { name, in: 'query' as const, required: !isOptional(schema as z.ZodType), ...words, schema: rest };
  });
  const inHeaders = headers.map(({ name, description, isRequired = false }) => {
    return { name, in: 'header' as const, required: isRequired, description, schema: { type: 'string' } };
  });
  return [...inPath, ...inQuery, ...inHeaders];
}

function responsesOf({ answer, problems }: Operation, { describe }: Components): DescribedOperation['responses'] {
  const responses: DescribedOperation['responses'] = {};
  const { status, description, mediaType, schema, headers = [] } = answer;
  const content = mediaType && { content: { [mediaType]: { schema: schema ? describe(schema, 'output') : {} } } };
  const told = headers.length > 0 ? { headers: headersOf(headers) } : {};
  responses[status] = { description, ...told, ...content };
  for (const code of [...problems, ...ANYWHERE]) {
    const { status: refused, title } = PROBLEMS[code];
    const before = responses[refused]?.description;
    const words = `\`${code}\`: ${title}.`;
    responses[refused] = {
      description: before ? `${before} ${words}` : words,
      content: { [PROBLEM_MEDIA_TYPE]: { schema: describe(problemSchema, 'output') } },
    };
  }
  return responses;
}

function describeOperation(operation: Operation, components: Components): DescribedOperation {
  const { id, summary, description, body } = operation;
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    parameters: parametersOf(operation, components),
    ...(body && {
      requestBody: {
        required: true,
        content: { [body.mediaType]: body.schema ? { schema: components.describe(body.schema, 'input') } : {} },
      },
    }),
    responses: responsesOf(operation, components),
  };
}

const DESCRIPTION =
  'Everything the studio does. Log in by POST /auth/login with the form fields username, password and redirect: the answer sets the cookie that every request here needs.';

/** The studio's API as an OpenAPI 3.1 document, made from the schemas that check its requests. */
export function describeApi(version: string): ApiDocument {
  const components = createComponents();
  const paths: ApiDocument['paths'] = {};
  for (const operation of OPERATIONS) {
    const address = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[address] = { ...paths[address], [operation.method]: describeOperation(operation, components) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kinora studio', version, description: DESCRIPTION },
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { login: { type: 'apiKey', in: 'cookie', name: 'auth_token' } },
    },
    security: [{ login: [] }],
  };
}
