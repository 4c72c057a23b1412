import { Button, formatSize, TextField } from '@kinora/ui';
import { ACCEPT } from '../upload/media-files.js';

interface PlainReplaceFormProps {
  videoId: string;
  uploadMaxBytes: number;
}

/** Sent by the browser itself, for those without JavaScript. The file stands last, in the order in which the server reads. */
export const PlainReplaceForm = ({ videoId, uploadMaxBytes }: PlainReplaceFormProps) => (
  <form method="post" encType="multipart/form-data" action="/api/v1/studio/videos" className="grid gap-5">
    <input type="hidden" name="replaces" value={videoId} />
    <TextField
      label="Replace the file"
      name="file"
      type="file"
      required
      accept={ACCEPT}
      hint={`Address, title and all other words stay. Up to ${formatSize(uploadMaxBytes)}.`}
    />
    <Button type="submit" className="justify-self-start">
      Upload the new file
    </Button>
  </form>
);
