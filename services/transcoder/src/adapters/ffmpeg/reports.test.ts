import { describe, expect, it } from 'vitest';
import { readProbeReport } from './probe-report.js';
import { createProgressReader, type Progress } from './progress.js';

describe("ffmpeg's progress", () => {
  const read = (...pieces: string[]) => {
    const reports: Progress[] = [];
    const reader = createProgressReader((progress) => reports.push({ ...progress }));
    for (const piece of pieces) reader(piece);
    return reports;
  };
  it('is read in pieces of any size', () =>
    expect(read('frame=10\nout_time_', 'us=2500000\nprogr', 'ess=continue\nframe=20\n')).toEqual([
      { frames: 10, outTimeSeconds: 2.5 },
    ]));
  it('may be unknown, or before zero', () =>
    expect(read('out_time_us=N/A\nprogress=continue\nout_time_us=-20000\nprogress=end\n')).toEqual([
      { frames: 0, outTimeSeconds: null },
      { frames: 0, outTimeSeconds: 0 },
    ]));
});

describe("ffprobe's report", () => {
  const stream = { index: 0, codec_type: 'video', codec_name: 'h264', width: 640, height: 360 };
  const probe = (streams: object[], format: object = { duration: '12.5' }) =>
    readProbeReport(JSON.stringify({ streams, format }), { container: 'mp4', sizeBytes: 1_000 });

  it('gives numbers, and null for what is not known', () => {
    const report = probe([
      { ...stream, bit_rate: 'N/A', duration: '12.480', r_frame_rate: '30000/1001', avg_frame_rate: '0/0' },
    ]);
    expect(report).toMatchObject({ durationSeconds: 12.5, streamCount: 1 });
    expect(report.video[0]).toMatchObject({
      ...{ bitrateBps: null, durationSeconds: 12.48, nominalFrameRate: { num: 30_000, den: 1_001 } },
      ...{ averageFrameRate: null, sampleAspect: { num: 1, den: 1 }, rotationDegrees: 0 },
    });
  });
  it('tells of chapters against the start of the file', () => {
    const chapters = [{ start_time: '1.400000', tags: { title: 'Start' } }, { start_time: '6.400000' }];
    const json = JSON.stringify({ streams: [stream], chapters, format: { duration: '12.5', start_time: '1.4' } });
    expect(readProbeReport(json, { container: 'mp4', sizeBytes: 1_000 }).chapters).toEqual([
      { startSeconds: 0, title: 'Start' },
      { startSeconds: 5, title: 'Chapter 2' },
    ]);
  });
  it('takes the average rate of an hour, which is counted in billions', () => {
    const report = probe([{ ...stream, r_frame_rate: '24/1', avg_frame_rate: '1061142528/44237891' }]);
    expect(report.video[0]?.averageFrameRate).toEqual({ num: 1_061_142_528, den: 44_237_891 });
  });
  it.each([
    [-90, 90],
    [90, 270],
    [180, 180],
    [-180, 180],
  ])('turns the matrix of %d into %d degrees clockwise', (rotation, clockwise) =>
    expect(probe([{ ...stream, side_data_list: [{ rotation }] }]).video[0]?.rotationDegrees).toBe(clockwise),
  );
  it('knows the rotation of old files', () =>
    expect(probe([{ ...stream, tags: { rotate: '90' } }]).video[0]?.rotationDegrees).toBe(90));
  it.each([
    ['upright', [65_536, 0, 0, 65_536], false],
    ['turned', [0, 65_536, -65_536, 0], false],
    ['upside down in a mirror', [65_536, 0, 0, -65_536], true],
    ['turned in a mirror', [0, 65_536, 65_536, 0], true],
  ])('tells a picture %s', (_what, [a, b, c, d], mirrored) => {
    const displaymatrix = `\n00000000: ${a} ${b} 0\n00000001: ${c} ${d} 0\n00000002: 0 0 1073741824\n`;
    expect(probe([{ ...stream, side_data_list: [{ displaymatrix }] }]).video[0]?.isMirrored).toBe(mirrored);
  });
  it('knows what colours mean, and how bright HDR gets', () => {
    const tagged = {
      color_range: 'tv',
      color_space: 'bt2020nc',
      color_transfer: 'smpte2084',
      color_primaries: 'bt2020',
    };
    const mastering = { side_data_type: 'Mastering display metadata', max_luminance: '10000000/10000' };
    const colour = (...side_data_list: object[]) => probe([{ ...stream, ...tagged, side_data_list }]).video[0]?.colour;
    expect(colour()).toEqual({
      ...{
        range: 'tv',
        matrix: 'bt2020nc',
        transfer: 'smpte2084',
        primaries: 'bt2020',
        peakNits: null,
        needsDolbyVision: false,
      },
    });
    expect(colour(mastering)?.peakNits).toBe(1_000);
    expect(colour(mastering, { max_content: 800 })?.peakNits).toBe(800);
    expect(colour({ dv_profile: 5, dv_bl_signal_compatibility_id: 0 })?.needsDolbyVision).toBe(true);
    expect(colour({ dv_profile: 8, dv_bl_signal_compatibility_id: 4 })?.needsDolbyVision).toBe(false);
    expect(colour({ max_luminance: '1/0', max_content: 0 })?.peakNits).toBeNull();
    expect(probe([stream]).video[0]?.colour).toMatchObject({ range: null, matrix: null, transfer: null });
  });
  it('takes a cover for no video', () =>
    expect(probe([{ ...stream, disposition: { attached_pic: 1 } }]).video).toEqual([]));
  it('takes a picture without a size for no video', () => expect(probe([{ ...stream, width: 0 }]).video).toEqual([]));
  it('lists the sound', () =>
    expect(
      probe([
        {
          index: 2,
          codec_type: 'audio',
          codec_name: 'aac',
          channels: 6,
          sample_rate: '48000',
          tags: { language: 'deu' },
        },
      ]).audio,
    ).toMatchObject([{ index: 2, channels: 6, sampleRateHz: 48_000, language: 'deu' }]));
  it('reads the length of a track from the tags of Matroska, up to that of the file', () => {
    const seconds = (tags: object) => probe([{ ...stream, tags }]).video[0]?.durationSeconds;
    expect(seconds({ DURATION: '00:00:03.021000000' })).toBe(3.021);
    expect(seconds({ 'DURATION-eng': '00:00:03' })).toBe(3);
    expect(seconds({ DURATION: '01:00:00.000000000' })).toBe(12.5);
    expect(seconds({ DURATION: 'long' })).toBeNull();
  });
  it('takes what a Matroska states for its end, which is no length when it begins late', () => {
    const length = (container: 'matroska' | 'mp4', start_time: string) =>
      readProbeReport(JSON.stringify({ format: { duration: '12.5', start_time } }), { container, sizeBytes: 1 })
        .durationSeconds;
    expect(length('matroska', '10.000')).toBe(2.5);
    expect(length('matroska', '-0.400')).toBe(12.5);
    expect(length('matroska', '12.500')).toBe(12.5);
    expect(length('mp4', '10.000')).toBe(12.5);
  });
  it('lists the text', () => {
    const text = { index: 3, codec_type: 'subtitle', codec_name: 'ass', tags: { language: 'ger', title: 'Alles' } };
    expect(probe([{ ...text, disposition: { forced: 1, hearing_impaired: 1 } }]).subtitles).toEqual([
      {
        ...{ index: 3, codec: 'ass', language: 'ger', title: 'Alles' },
        ...{ isDefault: false, isForced: true, isForTheDeaf: true, isCommentary: false },
      },
    ]);
  });
  it('may be empty', () =>
    expect(readProbeReport('{}', { container: 'mp4', sizeBytes: 1 })).toMatchObject({
      video: [],
      audio: [],
      durationSeconds: null,
    }));
  it('survives nonsense', () =>
    expect(probe([{ index: 0, codec_type: 7, width: 'x', sample_aspect_ratio: '0:0', tags: [] }]).streamCount).toBe(1));
});
