import type { MediaPlaylistFile } from './media-playlist.js';
import type { Rendition, Sound } from './rendition.js';

type AudioTrack = Rendition & { sound: Sound };
const isAudioTrack = (rendition: Rendition): rendition is AudioTrack => rendition.sound !== null;

/** Sound from which a player chooses one track. */
export interface AudioGroup {
  id: string;
  /** The default one is first. */
  members: AudioTrack[];
}

/**
 * Stereo, and beside it 5.1 where any track has it. Groups have the same members, which differ in nothing but their channels (RFC 8216
 * section 4.3.4.1.1), so that a track without 5.1 is in both.
 */
export function audioGroups(renditions: Rendition[]): AudioGroup[] {
  const tracks = renditions.filter(isAudioTrack);
  const stereo = tracks.filter(({ sound }) => sound.channels === 2);
  if (stereo.length === 0) return [];
  const surround = new Map(
    tracks.filter((track) => !stereo.includes(track)).map((track) => [track.sound.label.name, track]),
  );
  const groups = [{ id: 'audio', members: stereo }];
  if (surround.size === 0) return groups;
  return [...groups, { id: 'surround', members: stereo.map((track) => surround.get(track.sound.label.name) ?? track) }];
}

function audioTag(groupId: string, track: AudioTrack, isDefault: boolean, file: MediaPlaylistFile): string {
  const { label, channels } = track.sound;
  const attributes = [
    'TYPE=AUDIO',
    `GROUP-ID="${groupId}"`,
    `NAME="${label.name}"`,
    ...(label.language ? [`LANGUAGE="${label.language}"`] : []),
    `DEFAULT=${isDefault ? 'YES' : 'NO'}`,
    `AUTOSELECT=${isDefault || label.isAutoSelected ? 'YES' : 'NO'}`,
    ...(label.characteristics.length > 0 ? [`CHARACTERISTICS="${label.characteristics.join(',')}"`] : []),
    `CHANNELS="${channels}"`,
    `URI="${track.name}/${file}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}\n`;
}

/** RFC 8216 section 4.3.4.1: one of a group is the default, which then is chosen automatically too. */
export const writeAudioGroup = ({ id, members }: AudioGroup, file: MediaPlaylistFile): string =>
  members.map((track, at) => audioTag(id, track, at === 0, file)).join('');
