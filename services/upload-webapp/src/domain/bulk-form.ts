import { invalidFields } from './video-fields.js';

const NOT_SURE = 'Please say that you know that this cannot be undone.';

/**
 * What the form of the list says, as the request that a program would send.
 * @throws Problem `invalid-fields` when videos would be deleted for good and nobody said to be sure
 */
export function bulkRequestOfForm({ action, ids = [], visibility, tag, sure }: Record<string, unknown>): unknown {
  const named = { ids: [ids].flat() };
  const tags = typeof tag === 'string' ? tag.split(',') : [];
  if (action === 'visibility') return { ...named, action, visibility };
  if (action === 'add-tag') return { ...named, action: 'tags', add: tags };
  if (action === 'remove-tag') return { ...named, action: 'tags', remove: tags };
  if (action === 'delete' && sure !== 'yes') throw invalidFields([{ field: 'sure', detail: NOT_SURE }]);
  return { ...named, action };
}
