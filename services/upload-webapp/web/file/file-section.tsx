import { LinkButton } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { useUploadQueue } from '../upload/use-upload-queue.js';
import { videoPath } from '../video/use-live-video.js';
import { isComing, sizeWords } from './file-words.js';
import { FormerFiles } from './former-files.js';
import { NewFile } from './new-file.js';
import { PlainReplaceForm } from './plain-replace-form.js';
import { ReplaceFile } from './replace-file.js';

interface FileSectionProps {
  userName: string;
  uploadMaxBytes: number;
  video: StudioVideo;
  onChanged: (video: StudioVideo) => void;
}

const Present = ({ video }: { video: StudioVideo }) => (
  <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
    <div className="min-w-0">
      <p className="font-semibold wrap-anywhere">{video.fileName}</p>
      <p className="text-sm text-muted">{sizeWords(video)}</p>
    </div>
    {video.sizeBytes !== null && (
      <LinkButton href={`${videoPath(video.id)}/original`} download={video.fileName}>
        Download original
      </LinkButton>
    )}
  </div>
);

/** The file that viewers get, what is to take its place, and what was there before. */
export function FileSection({ userName, uploadMaxBytes, video, onChanged }: FileSectionProps) {
  const { uploads, queue } = useUploadQueue({ userName, uploadMaxBytes, replaces: video.id, onVideo: onChanged });
  const onItsWay = queue.filter(({ phase }) => phase.at !== 'arrived');
  const isArriving = video.state === 'uploading';
  return (
    <section
      className="grid gap-5 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      aria-labelledby="file"
      data-testid="file-section"
    >
      <h2 id="file" className="text-lg font-semibold">
        File
      </h2>
      <Present video={video} />
      <NewFile video={video} onChanged={onChanged} isSentHere={onItsWay.length > 0} />
      {!isArriving && (
        <>
          <ReplaceFile
            uploadMaxBytes={uploadMaxBytes}
            uploads={uploads}
            queue={onItsWay}
            isUnderWay={video.files.some(isComing)}
          />
          {!video.files.some(isComing) && (
            <noscript>
              <PlainReplaceForm videoId={video.id} uploadMaxBytes={uploadMaxBytes} />
            </noscript>
          )}
        </>
      )}
      <FormerFiles video={video} onChanged={onChanged} />
    </section>
  );
}
