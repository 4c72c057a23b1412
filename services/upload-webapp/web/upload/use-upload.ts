import type { ProblemDocument } from '@kinora/contracts';
import { formatSize } from '@kinora/ui';
import { useEffect, useRef, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { sendUpload } from './send-upload.js';
import { createSpeedMeter } from './speed-meter.js';

export interface SendingUpload {
  fileName: string;
  sentBytes: number;
  totalBytes: number;
  /** Undefined until it is known well enough. */
  bytesPerSecond: number | undefined;
}

export type UploadStatus =
  | { at: 'idle' }
  | { at: 'refused'; problem: ProblemDocument }
  | { at: 'sending'; upload: SendingUpload }
  | { at: 'done'; video: StudioVideo };

const tooLarge = (file: File, maxBytes: number): ProblemDocument => ({
  type: 'urn:kinora:problem:file-too-large',
  title: 'The file is too large',
  status: 413,
  code: 'file-too-large',
  detail: `${file.name} has ${formatSize(file.size)}, and this site takes files up to ${formatSize(maxBytes)}. Export the video at a lower quality, or choose another one.`,
});

/** A page that is left takes its upload with it, so the browser asks first. */
function useLeaveWarning(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isActive]);
}

/** One upload at a time, from the form to the video. */
export function useUpload(initial: UploadStatus, uploadMaxBytes: number, onUploaded: (video: StudioVideo) => void) {
  const [status, setStatus] = useState(initial);
  const abort = useRef<() => void>(undefined);
  useLeaveWarning(status.at === 'sending');

  const send = (form: FormData, file: File) => {
    if (file.size > uploadMaxBytes) {
      setStatus({ at: 'refused', problem: tooLarge(file, uploadMaxBytes) });
      return;
    }
    const speedAt = createSpeedMeter(performance.now());
    const onProgress = (sentBytes: number, totalBytes: number) => {
      const bytesPerSecond = speedAt(performance.now(), sentBytes);
      setStatus({ at: 'sending', upload: { fileName: file.name, sentBytes, totalBytes, bytesPerSecond } });
    };
    onProgress(0, file.size);
    abort.current = sendUpload(form, {
      onProgress,
      onProblem: (problem) => setStatus({ at: 'refused', problem }),
      onDone: (video) => {
        setStatus({ at: 'done', video });
        onUploaded(video);
      },
    });
  };

  const cancel = () => {
    abort.current?.();
    setStatus({ at: 'idle' });
  };

  return { status, send, cancel };
}
