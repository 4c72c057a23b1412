import { AppShell } from '@kinora/ui';
import type { ApiDocument } from './api-document.js';
import { FieldList, fieldsOf } from './field-list.js';
import type { JsonSchema } from './json-schema.js';
import { Operation } from './operation.js';

export interface ApiDocsPageProps {
  user: { name: string } | null;
  api: ApiDocument;
}

const Schema = ({ name, schema }: { name: string; schema: JsonSchema }) => (
  <section aria-labelledby={name} className="grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6">
    <h2 id={name} className="text-lg font-semibold">
      {name}
    </h2>
    {schema.description && <p className="text-muted">{schema.description}</p>}
    <FieldList fields={fieldsOf(schema)} />
  </section>
);

const operationsOf = ({ paths }: ApiDocument) =>
  Object.entries(paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ address, method, operation })),
  );

/** The API for people: every request, and what it answers with. */
export const ApiDocsPage = ({ user, api }: ApiDocsPageProps) => (
  <AppShell user={user} path="/api/docs">
    <div className="mx-auto grid max-w-4xl gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl font-bold tracking-tight">The studio’s API</h1>
        <p className="text-pretty text-muted">{api.info.description}</p>
        <p>
          <a className="rounded font-semibold underline" href="/api/docs/openapi.json">
            The same for programs: openapi.json (OpenAPI {api.openapi})
          </a>
        </p>
      </div>
      <nav aria-label="Requests">
        <ul className="grid gap-1 sm:grid-cols-2">
          {operationsOf(api).map(({ operation: { operationId, summary } }) => (
            <li key={operationId}>
              <a className="rounded underline" href={`#${operationId}`}>
                {summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {operationsOf(api).map((one) => (
        <Operation key={one.operation.operationId} {...one} />
      ))}
      {Object.entries(api.components.schemas).map(([name, schema]) => (
        <Schema key={name} name={name} schema={schema} />
      ))}
    </div>
  </AppShell>
);
