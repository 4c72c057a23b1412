import type { Logger } from '@kinora/service-kit';
import { createSession, type Session } from 'better-sse';
import type { Request, Response } from 'express';
import { isAtRest } from '../../web/file/file-words.js';
import type { StudioVideo } from '../../web/props.js';

interface VideoEventsOptions {
  /** The present state of these videos; one that is missing was deleted. */
  findEach(ids: string[]): Promise<StudioVideo[]>;
  log: Logger;
  pollMs: number;
  keepAliveMs: number;
}

export interface VideoEvents {
  /**
   * Sends a `video` event now and with every change, until the video is ready or failed (`end`), is deleted (`deleted`), or
   * the client goes. A client that reconnects gets the present state first.
   */
  follow(video: StudioVideo, req: Request, res: Response): Promise<void>;
  /** Ends every stream; the clients reconnect, to another replica if need be. */
  close(): void;
}

interface Follower {
  session: Session;
  res: Response;
}

interface Followed {
  followers: Set<Follower>;
  /** What was sent last, to send changes only. */
  sent: string;
}

function push({ session }: Follower, eventName: string, data: unknown): void {
  if (session.isConnected) session.push(data, eventName);
}

function end(follower: Follower, eventName: string, data: unknown): void {
  push(follower, eventName, data);
  follower.res.end();
}

/** Addresses of media are signed anew each hour; that alone is no change, but that there is one. */
const fingerprint = ({ playbackUrl, posterUrl, thumbnailUrl, storyboardUrl: _, ...video }: StudioVideo): string =>
  JSON.stringify([video, Boolean(playbackUrl), Boolean(posterUrl), Boolean(thumbnailUrl)]);

/** Server-sent events. However many people follow however many videos, the database is asked once a period. */
export function createVideoEvents({ findEach, log, pollMs, keepAliveMs }: VideoEventsOptions): VideoEvents {
  const followed = new Map<string, Followed>();
  let timer: NodeJS.Timeout | undefined;

  function join(video: StudioVideo, follower: Follower): void {
    const entry = followed.get(video.id) ?? { followers: new Set(), sent: fingerprint(video) };
    followed.set(video.id, entry);
    entry.followers.add(follower);
    follower.res.once('close', () => {
      entry.followers.delete(follower);
      if (entry.followers.size === 0) followed.delete(video.id);
    });
    schedule();
  }

  function endAll(id: string, eventName: string, data: unknown): void {
    for (const follower of followed.get(id)?.followers ?? []) end(follower, eventName, data);
    followed.delete(id);
  }

  function tell(video: StudioVideo): void {
    const entry = followed.get(video.id);
    if (!entry || entry.sent === fingerprint(video)) return;
    entry.sent = fingerprint(video);
    for (const follower of entry.followers) push(follower, 'video', video);
    if (isAtRest(video)) endAll(video.id, 'end', { state: video.state });
  }

  async function poll(): Promise<void> {
    const ids = [...followed.keys()];
    const videos = await findEach(ids);
    for (const video of videos) tell(video);
    const found = new Set(videos.map((video) => video.id));
    for (const id of ids) if (!found.has(id)) endAll(id, 'deleted', {});
  }

  function schedule(): void {
    if (timer || followed.size === 0) return;
    timer = setTimeout(async () => {
      await poll().catch((err: unknown) => log.warn({ err }, 'the states of videos could not be read'));
      timer = undefined;
      schedule();
    }, pollMs);
  }

  return {
    async follow(video, req, res) {
      const session = await createSession(req, res, { keepAlive: keepAliveMs, headers: { 'X-Accel-Buffering': 'no' } });
      const follower = { session, res };
      push(follower, 'video', video);
      if (isAtRest(video)) end(follower, 'end', { state: video.state });
      else join(video, follower);
    },

    close() {
      clearTimeout(timer);
      for (const { followers } of followed.values()) for (const { res } of followers) res.end();
      followed.clear();
    },
  };
}
