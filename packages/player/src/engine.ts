import type { Trouble } from './recovery.js';
import type { Rendition } from './rendition.js';
import type { Track } from './track.js';

export interface EngineEvents {
  /**
   * What there is to choose from, of each stream before it plays.
   * @returns the level to play, or `AUTO`
   */
  onRenditions(renditions: Rendition[]): number;
  /** The level that is on the screen now. */
  onLevel(level: number): void;
  /**
   * The tracks of sound, of each stream before it plays.
   * @returns the place of the one to play; -1 leaves it to the stream
   */
  onAudioTracks(tracks: Track[]): number;
  /** The place of the track that is heard. */
  onAudioTrack(place: number): void;
  /** Media arrives: whatever was wrong before is over. */
  onProgress(): void;
  /** The engine gave up. */
  onTrouble(trouble: Trouble): void;
}

export interface Engine {
  /** Plays this level from the next segment on, or lets the engine choose (`AUTO`). */
  selectLevel(level: number): void;
  /** Lets this track of sound be heard at once. */
  selectAudio(place: number): void;
  /** Goes on with another stream of the same video, without a stop. */
  change(url: string): void;
  destroy(): void;
}
