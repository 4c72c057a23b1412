import { lazy, Suspense, useEffect, useState } from 'react';
import type { PlayerProps } from './player.js';

const Player = lazy(() => import('./player.js'));

/** What stands in the player's place until its code is there, and for ever without JavaScript. */
const Waiting = ({ playbackUrl, posterUrl }: Pick<PlayerProps, 'playbackUrl' | 'posterUrl'>) => (
  <>
    {posterUrl && <img src={posterUrl} alt="" className="absolute inset-0 size-full object-contain" />}
    <noscript>
      <div className="absolute inset-0 grid bg-black/70 place-content-center gap-3 p-6 text-center text-white">
        <p className="font-semibold">Watching needs JavaScript, which is switched off in this browser.</p>
        <p className="text-sm">
          Or open the{' '}
          <a className="underline" href={playbackUrl}>
            stream
          </a>{' '}
          in a player for HLS.
        </p>
      </div>
    </noscript>
  </>
);

/** The player, loaded only where a video is watched, and only in a browser. */
export function LazyPlayer(props: PlayerProps) {
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return isAlive ? (
    <Suspense fallback={<Waiting {...props} />}>
      <Player {...props} />
    </Suspense>
  ) : (
    <Waiting {...props} />
  );
}
