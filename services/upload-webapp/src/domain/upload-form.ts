import type { Problem } from '@kinora/service-kit';
import { titleFromFileName } from '../../web/upload/title-from-file-name.js';
import { fieldErrors, invalidFields, newVideoSchema, parse, type VideoFields } from './video-fields.js';
import { parseReplaces } from './video-files/replaceable.js';

type Form = Record<string, unknown>;

export interface UploadForm {
  fields: VideoFields;
  /** The video whose file it replaces; its words stay as they are. */
  replaces: string | null;
}

const withTitle = (form: Form, fileName: string): Form =>
  form.replaces ? { ...form, title: titleFromFileName(fileName) } : { ...form };

/** @throws Problem `invalid-fields` that names each field which is wrong */
export const parseUploadForm = (form: Form, fileName: string): UploadForm => ({
  fields: parse(newVideoSchema, withTitle(form, fileName)),
  replaces: parseReplaces(form.replaces),
});

/** Why a form that has ended without a file is not taken: everything that is wrong with it at once. */
export function formWithoutFile(form: Form): Problem {
  const { error } = newVideoSchema.safeParse(withTitle(form, 'video'));
  return invalidFields([...fieldErrors(error), { field: 'file', detail: 'Please choose a video file.' }]);
}

/** @throws Problem `invalid-fields` for fields that came after the file, when they could no longer be used */
export function refuseLateFields(inTime: string[], form: Form): void {
  const late = Object.keys(form).filter((field) => !inTime.includes(field));
  if (late.length === 0) return;
  throw invalidFields(late.map((field) => ({ field, detail: `The field "${field}" has to come before the file.` })));
}
