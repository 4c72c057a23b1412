import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { PassingFault } from '../../domain/faults.js';
import { type ListedSegment, parseSegmentList } from '../../domain/hls/segment-list.js';
import { SEGMENT_LIST_FILE } from '../ffmpeg/encode-arguments.js';

/** File events make new segments known at once; the poll is for file systems that send none. */
const POLL_MS = 1_000;

/** A whole segment in the scratch folder. */
export interface ProducedSegment extends ListedSegment {
  sizeBytes: number;
}

export interface SegmentFollower {
  /** Looks once more, after ffmpeg ended: everything is listed now. @throws PassingFault when a list is cut off */
  finish(): Promise<void>;
  stop(): void;
}

interface FollowOptions {
  /** Holds a folder for each rendition. */
  folder: string;
  renditions: string[];
  /** By name, how many segments come before those that are wanted; their files are removed. */
  repeated: ReadonlyMap<string, number>;
  /** Called once for each segment, in the order of its rendition, when its file is whole. */
  onSegment: (rendition: string, segment: ProducedSegment) => void;
  /** True when the follower looks for segments, false when it knows them all. */
  onLook: (isLooking: boolean) => void;
  onError: (error: unknown) => void;
}

/** Reports the segments that ffmpeg finishes, while it writes. The rendition folders are made here. */
export async function followSegments({
  folder,
  renditions,
  repeated,
  onSegment,
  onLook,
  onError,
}: FollowOptions): Promise<SegmentFollower> {
  const seen = new Map(renditions.map((name) => [name, 0]));
  await Promise.all(renditions.map((name) => mkdir(path.join(folder, name))));

  const readList = (name: string) => readFile(path.join(folder, name, SEGMENT_LIST_FILE), 'utf8').catch(() => null);
  const scanOne = async (name: string) => {
    for (const listed of parseSegmentList((await readList(name)) ?? '').segments.slice(seen.get(name))) {
      const file = path.join(folder, name, listed.fileName);
      const { size } = await stat(file);
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      if (before < (repeated.get(name) ?? 0)) await unlink(file);
      else onSegment(name, { ...listed, sizeBytes: size });
    }
  };

  /** ffmpeg ends every list that it begins, unless the disk is full, which it does not tell. */
  const assertEnded = async (name: string) => {
    const text = await readList(name);
    if (text !== null && !parseSegmentList(text).ended)
      throw new PassingFault(`The list of ${name} is not whole: is the scratch disk full?`);
  };

  let scanning: Promise<void> | undefined;
  let again = false;
  const scan = async (): Promise<void> => {
    do {
      again = false;
      for (const name of renditions) await scanOne(name);
    } while (again);
  };
  const trigger = (): Promise<void> => {
    again = true;
    if (scanning) return scanning;
    onLook(true);
    scanning = scan().finally(() => {
      scanning = undefined;
      onLook(false);
    });
    return scanning;
  };
  const triggerQuietly = () => void trigger().catch(onError);

  const watchers: FSWatcher[] = renditions.map((name) =>
    watch(path.join(folder, name), (_event, file) => {
      if (file === SEGMENT_LIST_FILE) triggerQuietly();
    }).on('error', () => {}),
  );
  const poll = setInterval(triggerQuietly, POLL_MS);
  const stop = () => {
    clearInterval(poll);
    for (const watcher of watchers) watcher.close();
  };
  return {
    stop,
    async finish() {
      stop();
      await scanning;
      await trigger();
      await Promise.all(renditions.map(assertEnded));
    },
  };
}
