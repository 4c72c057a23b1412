import { expect, it } from 'vitest';
import { parseBulkRequest } from './bulk.js';
import { bulkRequestOfForm } from './bulk-form.js';

const ID = '00000000-0000-4000-8000-000000000001';
const parsed = (form: Record<string, unknown>) => parseBulkRequest(bulkRequestOfForm({ ids: ID, ...form }));

it.each([
  [
    { action: 'visibility', visibility: 'public', tag: '' },
    { action: 'visibility', visibility: 'public' },
  ],
  [
    { action: 'add-tag', tag: 'Fruit, Red' },
    { action: 'tags', add: ['fruit', 'red'], remove: [] },
  ],
  [
    { action: 'remove-tag', tag: 'red' },
    { action: 'tags', add: [], remove: ['red'] },
  ],
  [{ action: 'trash', visibility: 'public', tag: '' }, { action: 'trash' }],
  [{ action: 'delete', sure: 'yes' }, { action: 'delete' }],
])('%j asks for %j', (form, request) => expect(parsed(form)).toEqual({ ids: [ID], ...request }));

it.each([
  [{ action: 'delete' }, 'Please say that you know that this cannot be undone.'],
  [{ action: 'add-tag', tag: ' ' }, 'Please name a tag to add or to remove.'],
  [{ action: 'trash', ids: undefined }, 'Please name at least one video.'],
  [{ action: 'burn' }, 'The action is one of'],
])('%j is refused', (form, words) =>
  expect(() => parsed(form)).toThrow(expect.objectContaining({ message: expect.stringContaining(words) })),
);
