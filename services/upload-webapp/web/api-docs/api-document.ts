import type { JsonSchema } from './json-schema.js';

export interface DescribedResponse {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Record<string, { schema?: JsonSchema }>;
}

/** A part of an OpenAPI document (OpenAPI Specification 3.1.0, sections 4.8.10 to 4.8.17). */
export interface DescribedOperation {
  operationId: string;
  summary: string;
  description?: string;
  parameters: {
    name: string;
    in: 'path' | 'query' | 'header';
    required: boolean;
    description?: string;
    schema: JsonSchema;
  }[];
  requestBody?: { required: true; content: Record<string, { schema?: JsonSchema }> };
  responses: Record<string, DescribedResponse>;
}

export interface ApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, Record<string, string>> };
  security: Record<string, string[]>[];
}
