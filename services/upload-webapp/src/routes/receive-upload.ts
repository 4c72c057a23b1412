import { DESCRIPTION_MAX_CHARS } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import type { Request, Response } from 'express';
import multer from 'multer';
import { announcesTooMuch, interrupted, tooLarge, wrongFileField } from '../domain/refusal.js';
import type { IncomingFile, StoredUpload } from '../domain/store-upload.js';
import { formWithoutFile, parseUploadForm, refuseLateFields } from '../domain/upload-form.js';
import { cleanFileName, invalidFields } from '../domain/video-fields.js';
import { whenIdle } from './idle.js';
import { loggedIn } from './logged-in.js';

export interface ReceiveOptions {
  uploadMaxBytes: number;
  idleMs: number;
  store(file: Omit<IncomingFile, 'id'>): Promise<StoredUpload>;
}

const UTF8_MAX_BYTES_A_CHAR = 4;

const formLimits = (uploadMaxBytes: number): multer.Options['limits'] => ({
  fileSize: uploadMaxBytes,
  files: 1,
  fields: 8,
  parts: 9,
  headerPairs: 20,
  fieldNameSize: 100,
  fieldSize: DESCRIPTION_MAX_CHARS * UTF8_MAX_BYTES_A_CHAR,
  fieldNestingDepth: 0,
  fieldArrayIndexLimit: 0,
});

/**
 * Reads the upload form of a logged-in person. It settles as soon as the outcome is known: a refusal does not wait for
 * the rest of the request, which multer goes on to discard.
 * @throws Problem
 */
export async function receiveUpload(req: Request, res: Response, options: ReceiveOptions): Promise<StoredUpload> {
  if (!req.is('multipart/form-data')) {
    throw new Problem('unsupported-media-type', 'A video is uploaded as multipart/form-data.');
  }
  if (announcesTooMuch(req.get('content-length'), options.uploadMaxBytes)) throw tooLarge(options.uploadMaxBytes);
  const ending = new AbortController();
  const stopWatching = whenIdle(req.socket, options.idleMs, () => {
    res.set('Connection', 'close');
    ending.abort(interrupted());
  });
  try {
    return await readForm(req, res, ending, options);
  } finally {
    stopWatching();
  }
}

interface TakenFile {
  stored: Promise<StoredUpload>;
  /** Tells the file how its form ended. */
  formEnded(error?: unknown): void;
}

function readForm(
  req: Request,
  res: Response,
  ending: AbortController,
  options: ReceiveOptions,
): Promise<StoredUpload> {
  return new Promise((resolve, reject) => {
    let file: TakenFile | undefined;
    const storage: multer.StorageEngine = {
      _handleFile(_req, info, done) {
        file = takeFile(req, info, ending, options, () => done(null, {}));
        file.stored.then(resolve, (error: unknown) => {
          reject(error);
          done(error);
        });
      },
      // A form that fails after its file tells the file, which undoes what it began.
      _removeFile: (_req, _info, done) => done(null),
    };
    ending.signal.addEventListener('abort', () => file ?? reject(ending.signal.reason));
    const form = multer({ storage, limits: formLimits(options.uploadMaxBytes), defParamCharset: 'utf8' });
    form.any()(req, res, (error?: unknown) => {
      if (file) file.formEnded(error);
      else reject(error ? formProblem(error) : formWithoutFile(req.body));
    });
  });
}

/** Stores a file of the form. `goOn` lets multer read on behind it. */
function takeFile(
  req: Request,
  info: Express.Multer.File,
  ending: AbortController,
  options: ReceiveOptions,
  goOn: () => void,
): TakenFile {
  const inTime = Object.keys(req.body);
  let formEnded!: TakenFile['formEnded'];
  const form = new Promise<void>((resolve, reject) => {
    formEnded = (error) => (error ? reject(formProblem(error)) : resolve());
  });
  form.catch(() => undefined);
  ending.signal.addEventListener('abort', () => formEnded(ending.signal.reason));
  const restOfForm = async () => {
    goOn();
    await form;
    refuseLateFields(inTime, req.body);
  };
  return { stored: storeFile(req, info, ending, options, restOfForm), formEnded };
}

async function storeFile(
  req: Request,
  { fieldname, originalname, stream }: Express.Multer.File,
  ending: AbortController,
  { uploadMaxBytes, store }: ReceiveOptions,
  restOfForm: () => Promise<void>,
): Promise<StoredUpload> {
  stream.once('limit', () => ending.abort(tooLarge(uploadMaxBytes)));
  stream.once('error', (error) => ending.abort(interrupted(error)));
  if (fieldname !== 'file') throw wrongFileField(fieldname);
  const fileName = cleanFileName(originalname);
  const form = parseUploadForm(req.body, fileName);
  const ownerId = loggedIn(req).sub;
  const bodyBytes = req.get('content-length') === undefined ? null : Number(req.get('content-length'));
  return store({ ownerId, ...form, fileName, stream, bodyBytes, restOfForm, signal: ending.signal });
}

/** What multer and its parser say of a form, in words for its sender. */
function formProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, field, message } = error as Partial<multer.MulterError>;
  if (code === 'LIMIT_FILE_COUNT') return wrongFileField('file');
  if (code === 'LIMIT_FIELD_VALUE' && field)
    return invalidFields([{ field, detail: `The field "${field}" is too long.` }]);
  if (code || message === 'Malformed part header' || message === 'Multipart: Boundary not found') {
    return new Problem('bad-request', 'The form could not be read.', { cause: error });
  }
  return interrupted(error);
}
