import { Button, formatSize, formatSpeed, formatTimeLeft, ProgressBar } from '@kinora/ui';
import type { SendingUpload } from './use-upload.js';

function pace({ sentBytes, totalBytes, bytesPerSecond }: SendingUpload): string {
  if (sentBytes >= totalBytes) return 'All sent. The server is saving the last part.';
  const sizes = `${formatSize(sentBytes)} of ${formatSize(totalBytes)}`;
  if (bytesPerSecond === undefined) return sizes;
  if (bytesPerSecond < 1) return `${sizes} · no bytes are moving, waiting for the network`;
  return `${sizes} · ${formatSpeed(bytesPerSecond)} · ${formatTimeLeft((totalBytes - sentBytes) / bytesPerSecond)}`;
}

interface UploadProgressProps {
  upload: SendingUpload;
  onCancel: () => void;
}

/** How far the bytes are. Read out in steps of ten percent only: each change would never let a screen reader rest. */
export function UploadProgress({ upload, onCancel }: UploadProgressProps) {
  const percent = upload.totalBytes > 0 ? Math.floor((upload.sentBytes / upload.totalBytes) * 100) : 0;
  return (
    <div className="grid gap-3 rounded-xl border border-line bg-canvas p-4" data-testid="upload-progress">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 truncate font-semibold">Uploading {upload.fileName}</p>
        <p className="text-2xl font-bold tabular-nums">{percent} %</p>
      </div>
      <ProgressBar label="Upload" percent={percent} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-sm text-muted tabular-nums">{pace(upload)}</p>
        <Button kind="danger" onClick={onCancel}>
          Cancel upload
        </Button>
      </div>
      <p className="text-sm text-muted">Keep this page open until the upload is complete.</p>
      <p className="sr-only" role="status">
        {Math.floor(percent / 10) * 10} percent uploaded
      </p>
    </div>
  );
}
