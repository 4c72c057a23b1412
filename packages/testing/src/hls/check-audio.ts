import assert from 'node:assert/strict';
import type { types } from 'hls-parser';
import type { LoadedRendition } from './load-rendition.js';

/** A rendition of sound, as the multivariant playlist names it, with what is in it. */
export interface AudioTrack {
  tag: types.Rendition;
  rendition: LoadedRendition;
}

/** The attributes of its EXT-X-MEDIA. */
export type ExpectedAudio = Pick<types.Rendition, 'name' | 'language' | 'characteristics' | 'channels'>;

/** RFC 8216 section 4.3.4.1 and 4.3.4.1.1. */
function checkGroup(tags: types.Rendition[]): void {
  const [{ groupId } = { groupId: '' }] = tags;
  const names = tags.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, `group ${groupId}: each NAME once`);
  assert.equal(tags.filter(({ isDefault }) => isDefault).length, 1, `group ${groupId}: one DEFAULT`);
  const choices = tags
    .filter(({ autoselect }) => autoselect)
    .map(({ language, characteristics }) => [language, characteristics].join());
  assert.equal(new Set(choices).size, choices.length, `group ${groupId}: AUTOSELECT leaves a choice`);
  for (const { name, isDefault, autoselect, language } of tags) {
    assert.ok(autoselect || !isDefault, `${name}: the default is chosen automatically`);
    if (language !== undefined) assert.deepEqual(Intl.getCanonicalLocales(language), [language], `${name}: LANGUAGE`);
  }
}

/** RFC 8216 section 4.3.4.1.1: groups have the same members, in all but their addresses and channels. */
function checkMembers(groups: types.Rendition[][]): void {
  const members = groups.map((tags) =>
    tags.map(({ uri: _uri, channels: _channels, groupId: _groupId, ...rest }) => JSON.stringify(rest)).sort(),
  );
  for (const others of members) assert.deepEqual(others, members[0], 'all groups of sound have the same members');
}

function checkChannels({ tag, rendition }: AudioTrack): void {
  assert.equal(Number(tag.channels?.split('/')[0]), rendition.stream.channels, `${tag.uri}: CHANNELS`);
}

/** Loads each rendition of sound once, however many variants name its group. */
export async function loadAudio(
  { variants }: types.MasterPlaylist,
  load: (uri: string) => Promise<LoadedRendition>,
): Promise<AudioTrack[]> {
  const groups = new Map(variants.flatMap(({ audio }) => audio.map(({ groupId }) => [groupId, audio])));
  checkMembers([...groups.values()]);
  const tracks: AudioTrack[] = [];
  for (const tags of groups.values()) {
    checkGroup(tags);
    for (const tag of tags) {
      assert.ok(tag.uri, `${tag.name} has an address`);
      const track = { tag, rendition: await load(tag.uri) };
      checkChannels(track);
      tracks.push(track);
    }
  }
  return tracks;
}

/** The sound that may play with a variant. */
export const audioOf = ({ audio }: types.Variant, tracks: AudioTrack[]): LoadedRendition[] =>
  tracks.filter(({ tag }) => tag.groupId === audio[0]?.groupId).map(({ rendition }) => rendition);

/** The tracks in the order of their groups, the default of each group first. */
export function checkAudioTracks(tracks: AudioTrack[], expected: ExpectedAudio[]): void {
  const named = ({ name, language, characteristics, channels }: ExpectedAudio) =>
    JSON.stringify({ name, language, characteristics, channels });
  assert.deepEqual(
    tracks.map(({ tag }) => named(tag)),
    expected.map(named),
    'the tracks of sound',
  );
}
