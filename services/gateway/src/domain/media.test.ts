import { generateKeyPairSync } from 'node:crypto';
import { AUTH_AUDIENCE, AUTH_ISSUER, PLAYBACK_AUDIENCE, PLAYBACK_ISSUER } from '@kinora/contracts';
import { PLAYBACK_TTL_SECONDS, signPlaybackToken } from '@kinora/service-kit';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { mediaCacheControl, mediaTarget } from './media.js';

const SECRET = 'k'.repeat(32);
const ID = '7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';
const OTHER_ID = '8d2f0a52-3f0e-4c6e-9d55-0c8d1f3f9a11';
const now = () => Math.floor(Date.now() / 1_000);
const token = signPlaybackToken(ID, SECRET);
const [header = '', payload = '', signature = ''] = token.split('.');

const unsigned = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { sub: ID, iss: PLAYBACK_ISSUER, aud: PLAYBACK_AUDIENCE, exp: now() + 60 };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sign = (claims: object, options: jwt.SignOptions = {}) => jwt.sign(claims, SECRET, options);

describe('mediaTarget', () => {
  it.each([
    '1/pictures/poster.jpg',
    '1/v720/index.m3u8',
    '1/v720/growing.m3u8',
    '1/v720/init.mp4',
    '12/audio/00001.m4s',
  ])('opens %s in the store', (rest) => {
    const target = { service: 'file-svc', path: `/objects/hls/${ID}/${rest}` };
    expect(mediaTarget(`/media/${token}/${ID}/${rest}`, SECRET)).toEqual(target);
  });

  it('opens a picture that the owner chose', () => {
    const target = mediaTarget(`/media/${token}/${ID}/pictures/one/poster.jpg`, SECRET);
    expect(target).toEqual({ service: 'file-svc', path: `/objects/pictures/${ID}/one/poster.jpg` });
    expect(mediaCacheControl(target.path, 200)).toContain('immutable');
  });

  it.each(['1/main.m3u8', '12/first.m3u8', '1/growing.m3u8', 'captions/x/1/v720/index.m3u8', 'captions/x/0-60000.vtt'])(
    'has %s made',
    (rest) => {
      const path = `/media/${token}/${ID}/${rest}`;
      expect(mediaTarget(path, SECRET)).toEqual({ service: 'streaming-webapp', path });
    },
  );

  it.each([
    ['expired', signPlaybackToken(ID, SECRET, now() - PLAYBACK_TTL_SECONDS - 3_600)],
    ['for another video', signPlaybackToken(OTHER_ID, SECRET)],
    ['signed with another key', signPlaybackToken(ID, 'x'.repeat(32))],
    ['with an altered signature', `${header}.${payload}.${signature.slice(1)}A`],
    ['with altered claims', `${header}.${unsigned({ ...claims, exp: now() + 999_999 })}.${signature}`],
    ['unsigned (alg none)', `${unsigned({ alg: 'none', typ: 'JWT' })}.${unsigned(claims)}.`],
    ['without a signature', `${header}.${payload}`],
    ['with a stronger algorithm', sign(claims, { algorithm: 'HS512' })],
    ['of another issuer', sign({ ...claims, iss: AUTH_ISSUER })],
    ['for another audience', sign({ ...claims, aud: AUTH_AUDIENCE })],
    ['of a login', jwt.sign({ ...claims, iss: AUTH_ISSUER, aud: AUTH_AUDIENCE }, privateKey, { algorithm: 'ES256' })],
    ['of no shape at all', 'x'],
  ])('refuses a token %s', (_what, bad) => {
    expect(() => mediaTarget(`/media/${bad}/${ID}/1/main.m3u8`, SECRET)).toThrow(
      expect.objectContaining({ code: 'playback-token-invalid' }),
    );
  });

  it.each([
    `/media/${token}/${ID}`,
    `/media/${token}/${ID}/`,
    '/media/',
    `/media/${token}/${ID}/.hidden`,
    `/media/${token}/${ID}/a%20b`,
  ])('finds nothing at %s', (path) =>
    expect(() => mediaTarget(path, SECRET)).toThrow(expect.objectContaining({ code: 'not-found' })),
  );
});

describe('mediaCacheControl', () => {
  it('keeps segments for ever, asks again for playlists, forgets errors', () => {
    expect(mediaCacheControl('hls/x/1/v720/00001.m4s', 206)).toBe('private, max-age=31536000, immutable');
    expect(mediaCacheControl('hls/x/1/pictures/poster.jpg', 200)).toBe('private, max-age=31536000, immutable');
    expect(mediaCacheControl('hls/x/1/main.m3u8', 200)).toBe('no-cache');
    expect(mediaCacheControl('hls/x/1/v720/00009.m4s', 404)).toBe('no-store');
  });
});
