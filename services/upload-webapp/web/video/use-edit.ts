import type { ProblemDocument } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useState } from 'react';
import type { StudioVideo } from '../props.js';
import { videoPath } from './use-live-video.js';

type EditStatus =
  | { at: 'idle' | 'saving' | 'saved' }
  | { at: 'refused'; problem: ProblemDocument }
  | { at: 'overtaken'; newer: StudioVideo };

const fieldsOf = (form: HTMLFormElement) => {
  const { tags, ...fields } = Object.fromEntries(new FormData(form));
  return { ...fields, tags: String(tags).split(',') };
};

const save = (id: string, fields: object, version: number) =>
  callApi(videoPath(id), {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'If-Match': `"${version}"` },
    body: JSON.stringify(fields),
  }) as Promise<StudioVideo>;

/** Saves what was typed over the version that it was typed into, and over no other. */
export function useEdit(initial: StudioVideo, onSaved: (video: StudioVideo) => void) {
  const [base, setBase] = useState(initial);
  const [status, setStatus] = useState<EditStatus>({ at: 'idle' });

  const refuse = async (problem: ProblemDocument) => {
    if (problem.code !== 'precondition-failed') return setStatus({ at: 'refused', problem });
    const newer = await callApi(videoPath(base.id)).catch(() => undefined);
    setStatus(newer ? { at: 'overtaken', newer: newer as StudioVideo } : { at: 'refused', problem });
  };
  const submit = (form: HTMLFormElement, version = base.version): Promise<void> => {
    setStatus({ at: 'saving' });
    return save(base.id, fieldsOf(form), version).then((saved) => {
      setBase(saved);
      setStatus({ at: 'saved' });
      onSaved(saved);
    }, refuse);
  };
  const takeNewer = (newer: StudioVideo) => {
    setBase(newer);
    setStatus({ at: 'idle' });
    onSaved(newer);
  };
  const touch = () => status.at === 'saved' && setStatus({ at: 'idle' });

  return { base, status, submit, takeNewer, touch };
}
