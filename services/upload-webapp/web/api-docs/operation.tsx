import type { ReactNode } from 'react';
import type { DescribedOperation, DescribedResponse } from './api-document.js';
import { type DescribedField, FieldList, fieldsOf } from './field-list.js';
import { type JsonSchema, nameOf, typeInWords } from './json-schema.js';
import { Words } from './words.js';

interface OperationProps {
  address: string;
  method: string;
  operation: DescribedOperation;
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="grid gap-2">
    <h3 className="text-sm font-semibold text-muted">{title}</h3>
    {children}
  </div>
);

const Asked = ({ title, fields }: { title: string; fields: DescribedField[] }) =>
  fields.length > 0 && (
    <Part title={title}>
      <FieldList fields={fields} />
    </Part>
  );

const Body = ({ mediaType, schema }: { mediaType: string; schema: JsonSchema | undefined }) => (
  <Part title={`Send ${mediaType}`}>{schema && <FieldList fields={fieldsOf(schema)} />}</Part>
);

const Answer = ({ status, response }: { status: string; response: DescribedResponse }) => {
  const [mediaType, content] = Object.entries(response.content ?? {})[0] ?? [];
  const schema = content?.schema;
  return (
    <div className="grid gap-x-4 border-t border-line py-2 text-sm first:border-t-0 sm:grid-cols-[12rem_1fr]">
      <dt className="font-semibold tabular-nums">{status}</dt>
      <dd className="wrap-anywhere">
        <Words text={response.description} />{' '}
        {Object.entries(response.headers ?? {}).map(([name, header]) => (
          <span key={name} className="block text-muted">
            <code>{name}</code>: <Words text={header.description} />
          </span>
        ))}
        {schema?.$ref && status < '400' ? (
          <a className="rounded underline" href={`#${nameOf(schema.$ref)}`}>
            {typeInWords(schema)}
          </a>
        ) : (
          status < '400' && <span className="text-muted">{mediaType}</span>
        )}
      </dd>
    </div>
  );
};

/** One request: what to send, and what comes back. */
export function Operation({ address, method, operation }: OperationProps) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const [mediaType, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const asked = (isHeader: boolean) =>
    parameters
      .filter((parameter) => (parameter.in === 'header') === isHeader)
      .map(({ name, required, schema, description: words }) => ({
        name,
        isRequired: required,
        schema,
        description: words,
      }));
  return (
    <section
      aria-labelledby={operationId}
      className="grid gap-5 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
    >
      <div className="grid gap-1">
        <h2 id={operationId} className="text-lg font-semibold">
          {summary}
        </h2>
        <p className="wrap-anywhere">
          <code>
            <b>{method.toUpperCase()}</b> {address}
          </code>
        </p>
        {description && (
          <p className="text-pretty text-muted">
            <Words text={description} />
          </p>
        )}
      </div>
      <Asked title="Say in the address" fields={asked(false)} />
      <Asked title="Say in headers" fields={asked(true)} />
      {mediaType && body && <Body mediaType={mediaType} schema={body.schema} />}
      <Part title="Get back">
        <dl>
          {Object.entries(responses).map(([status, response]) => (
            <Answer key={status} status={status} response={response} />
          ))}
        </dl>
      </Part>
    </section>
  );
}
