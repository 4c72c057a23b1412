import type { ProblemDocument } from '@kinora/contracts';
import { NO_CONNECTION, problemFrom } from '@kinora/ui';
import type { StudioVideo } from '../props.js';

export const UPLOAD_PATH = '/api/v1/studio/videos';

interface UploadListeners {
  /** `sentBytes` counts the whole request: the file and the few bytes of the form around it. */
  onProgress(sentBytes: number, totalBytes: number): void;
  onDone(video: StudioVideo): void;
  onProblem(problem: ProblemDocument): void;
}

/** Sends the form as a browser would, and tells how far it is: only XMLHttpRequest reports what was sent. Returns the way to cancel. */
export function sendUpload(form: FormData, { onProgress, onDone, onProblem }: UploadListeners): () => void {
  const request = new XMLHttpRequest();
  request.open('POST', UPLOAD_PATH);
  request.setRequestHeader('Accept', 'application/json');
  request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
  request.onload = () => {
    const { status, responseText } = request;
    if (status === 201) onDone(JSON.parse(responseText) as StudioVideo);
    else onProblem(problemFrom(status, request.getResponseHeader('Content-Type'), responseText));
  };
  request.onerror = () =>
    onProblem({
      ...NO_CONNECTION,
      title: 'The upload broke off',
      detail: 'The connection to the server was lost. Check your network, then start the upload again.',
    });
  request.send(form);
  return () => request.abort();
}
