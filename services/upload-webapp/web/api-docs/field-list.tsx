import { type JsonSchema, limitsInWords, nameOf, referenceIn, typeInWords } from './json-schema.js';
import { Words } from './words.js';

export interface DescribedField {
  name: string;
  isRequired: boolean;
  schema: JsonSchema;
  description?: string | undefined;
}

const Type = ({ schema }: { schema: JsonSchema }) => {
  const reference = referenceIn(schema);
  const words = typeInWords(schema);
  if (!reference) return words;
  return (
    <a className="rounded underline" href={`#${nameOf(reference)}`}>
      {words}
    </a>
  );
};

const Field = ({ name, isRequired, schema, description = schema.description }: DescribedField) => (
  <div className="grid gap-x-4 gap-y-0.5 border-t border-line py-2 first:border-t-0 sm:grid-cols-[12rem_1fr]">
    <dt className="wrap-anywhere">
      <code className="font-semibold">{name}</code>
      {isRequired && <span className="text-sm text-muted"> (always)</span>}
    </dt>
    <dd className="grid gap-0.5 text-sm">
      <p className="wrap-anywhere">
        <Type schema={schema} />
        {limitsInWords(schema) && <span className="text-muted">, {limitsInWords(schema)}</span>}
      </p>
      {description && (
        <p className="text-pretty text-muted">
          <Words text={description} />
        </p>
      )}
    </dd>
  </div>
);

/** The fields of a query, of a body or of an answer. */
export const FieldList = ({ fields }: { fields: DescribedField[] }) => (
  <dl>
    {fields.map((field) => (
      <Field key={field.name} {...field} />
    ))}
  </dl>
);

export const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): DescribedField[] =>
  Object.entries(properties).map(([name, schema]) => ({ name, schema, isRequired: required.includes(name) }));
