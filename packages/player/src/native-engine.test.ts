import { describe, expect, it, vi } from 'vitest';
import { playNatively } from './native-engine.js';

const track = (label: string, language: string, more = {}) => ({
  ...{ label, language, kind: 'main', enabled: false, ...more },
});

/** As Safari has them: a list that tells of its changes. */
class AudioTracks extends EventTarget {
  readonly tracks: ReturnType<typeof track>[] = [];
  [Symbol.iterator] = () => this.tracks[Symbol.iterator]();
  add(added: ReturnType<typeof track>): void {
    this.tracks.push(added);
    this.dispatchEvent(new Event('addtrack'));
  }
}

function play(wished: string, audioTracks?: AudioTracks) {
  const video = Object.assign(new EventTarget(), { audioTracks, src: '', removeAttribute: vi.fn() });
  const onAudioTracks = vi.fn((tracks: { label: string }[]) => tracks.findIndex(({ label }) => label === wished));
  const events = { onAudioTracks, onAudioTrack: vi.fn(), onProgress: vi.fn(), onTrouble: vi.fn() };
  const unused = { onRenditions: vi.fn(), onLevel: vi.fn() };
  const element = video as unknown as HTMLVideoElement;
  return { engine: playNatively(element, '/main.m3u8', 0, { ...events, ...unused }), events, video };
}

const heard = (list: AudioTracks) => list.tracks.filter(({ enabled }) => enabled).map(({ label }) => label);

describe('a browser that plays HLS by itself', () => {
  it('plays the track that is wished for, then the one that is chosen', () => {
    const list = new AudioTracks();
    const { engine, events } = play('Deutsch', list);
    list.add(track('English', 'en', { enabled: true }));
    expect(heard(list)).toEqual(['English']);
    list.add(track('Deutsch', 'de', { kind: 'main-desc' }));
    expect(heard(list)).toEqual(['Deutsch']);
    expect(events.onAudioTracks.mock.lastCall?.[0][1]).toMatchObject({ label: 'Deutsch', kind: 'description' });
    expect(events.onAudioTrack).toHaveBeenLastCalledWith(1);
    engine.selectAudio(0);
    expect(heard(list)).toEqual(['English']);
  });

  it('plays without a choice where the browser tells of no tracks', () => {
    const { engine, events, video } = play('Deutsch');
    engine.selectAudio(1);
    expect(video.src).toBe('/main.m3u8');
    expect(events.onAudioTracks).not.toHaveBeenCalled();
  });

  it('leaves the element alone when it is over', () => {
    const list = new AudioTracks();
    const { engine, events, video } = play('Deutsch', list);
    engine.destroy();
    list.add(track('English', 'en'));
    expect(events.onAudioTracks).not.toHaveBeenCalled();
    expect(video.removeAttribute).toHaveBeenCalledWith('src');
  });
});
