import { expect, it } from 'vitest';
import { parseAnnouncement, type UploadMetadata } from './announcement.js';

it('takes title and the rest from the metadata', () => {
  const fingerprint = 'ab'.repeat(32);
  const metadata = { filename: 'a.mp4', filetype: 'video/mp4', title: ' A film ', description: 'x', fingerprint };
  expect(parseAnnouncement({ ...metadata, visibility: 'public' })).toEqual({
    fileName: 'a.mp4',
    fields: { title: 'A film', description: 'x', visibility: 'public' },
    fingerprint,
    replaces: null,
  });
});

it.each<{ metadata: UploadMetadata; title: string; fileName: string }>([
  { metadata: { filename: 'Ausflug_2.mp4' }, title: 'Ausflug 2', fileName: 'Ausflug_2.mp4' },
  { metadata: { filename: '日本 🎬.mov' }, title: '日本 🎬', fileName: '日本 🎬.mov' },
  { metadata: { filename: '.mp4' }, title: 'Untitled', fileName: '.mp4' },
  { metadata: { filename: null }, title: 'video', fileName: 'video' },
  { metadata: {}, title: 'video', fileName: 'video' },
])('makes a private draft called "$title" of $metadata', ({ metadata, title, fileName }) => {
  expect(parseAnnouncement(metadata)).toEqual({
    fileName,
    fields: { title, description: '', visibility: 'private' },
    fingerprint: null,
    replaces: null,
  });
});

it.each<{ metadata: UploadMetadata; field: string }>([
  { metadata: { title: '' }, field: 'title' },
  { metadata: { title: 'x'.repeat(201) }, field: 'title' },
  { metadata: { description: 'x'.repeat(5_001) }, field: 'description' },
  { metadata: { visibility: 'secret' }, field: 'visibility' },
  { metadata: { fingerprint: 'AB'.repeat(32) }, field: 'fingerprint' },
  { metadata: { fingerprint: '' }, field: 'fingerprint' },
])('refuses a wrong $field', ({ metadata, field }) => {
  expect(() => parseAnnouncement(metadata)).toThrow(
    expect.objectContaining({ status: 422, errors: [expect.objectContaining({ field })] }),
  );
});
