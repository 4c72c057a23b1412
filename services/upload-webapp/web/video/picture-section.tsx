import type { Poster, PosterChoice } from '@kinora/contracts';
import type { PlayerHandle } from '@kinora/player';
import { Notice, ProblemNotice } from '@kinora/ui';
import type { RefObject } from 'react';
import { FileDrop } from '../file-drop.js';
import { isPicture, PICTURES } from '../file-kinds.js';
import type { StudioVideo } from '../props.js';
import { formatClock } from './clock.js';
import { MomentForm } from './moment-form.js';
import { PictureChoice } from './picture-choice.js';
import { usePoster } from './use-poster.js';

interface Tile {
  label: string;
  thumbnailUrl: string;
  isChosen: boolean;
  choice: PosterChoice;
}

/** What was chosen and is no candidate stands before those. */
function tilesOf({ choice, thumbnailUrl, candidates }: Poster): Tile[] {
  const numberOf = choice.kind === 'candidate' ? choice.number : choice.kind === 'automatic' ? 1 : 0;
  const own = choice.kind === 'frame' ? `At ${formatClock(choice.atSeconds)}` : 'Your file';
  return [
    ...(numberOf === 0 && thumbnailUrl ? [{ label: own, thumbnailUrl, isChosen: true, choice }] : []),
    ...candidates.map(({ number, thumbnailUrl: url }) => ({
      label: number === 1 ? 'Kinora’s choice' : `Frame ${number}`,
      ...{ thumbnailUrl: url, isChosen: number === numberOf },
      choice: number === 1 ? ({ kind: 'automatic' } as const) : ({ kind: 'candidate', number } as const),
    })),
  ];
}

interface PictureSectionProps {
  video: StudioVideo;
  player: RefObject<PlayerHandle | null>;
  onChanged: (video: StudioVideo) => void;
}

/** The picture that stands for the video, and where another one may come from. */
export function PictureSection({ video, player, onChanged }: PictureSectionProps) {
  const { poster, status, choose, upload } = usePoster(video, onChanged);
  const isBusy = status.at === 'busy';
  const tiles = poster ? tilesOf(poster) : [];
  return (
    <section
      className="grid gap-5 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      aria-labelledby="picture"
    >
      <div className="grid gap-1">
        <h2 id="picture" className="text-lg font-semibold">
          Picture
        </h2>
        <p className="text-sm text-muted">
          Stands for the video before it plays, in lists, and where others link to it. A change counts at once.
        </p>
      </div>
      {tiles.length > 0 && (
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3" aria-label="Pictures to choose from">
          {tiles.map(({ choice, ...tile }) => (
            <PictureChoice key={tile.label} {...tile} isDisabled={isBusy} onChoose={() => choose(choice, 'Saving …')} />
          ))}
        </ul>
      )}
      <div className="grid gap-5 noscript:hidden">
        {video.state !== 'failed' && (
          <MomentForm
            durationSeconds={video.durationSeconds}
            player={video.playable ? player : undefined}
            isDisabled={isBusy}
            onChoose={(atSeconds) =>
              choose({ kind: 'frame', atSeconds }, `Taking the picture at ${formatClock(atSeconds)} …`)
            }
          />
        )}
        <FileDrop
          label="Upload a picture: choose one, or drop it here"
          hint="JPEG, PNG or WebP, at best 1280 pixels wide. Pasting works too."
          accept={PICTURES}
          takes={isPicture}
          isDisabled={isBusy}
          onFile={(file) => void upload(file)}
        />
      </div>
      {isBusy && <Notice>{status.words}</Notice>}
      {status.at === 'saved' && <Notice tone="good">The picture is changed.</Notice>}
      {status.at === 'refused' && <ProblemNotice problem={status.problem} loginPath={`/studio/videos/${video.id}`} />}
      <noscript>
        <p className="text-sm text-muted">
          Choosing a picture needs JavaScript, which is switched off in this browser.
        </p>
      </noscript>
    </section>
  );
}
