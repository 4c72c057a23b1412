/** The services that may call. Each has a credential of its own. */
export type Caller = 'upload-webapp' | 'transcoder' | 'streaming-webapp' | 'gateway';
export type Right = 'read' | 'write' | 'upload-in-parts';
type Area = 'source/' | 'hls/' | 'captions/' | 'pictures/';

/** Who may do what where. What does not stand here is refused. */
const GRANTS: Record<Caller, Partial<Record<Area, readonly Right[]>>> = {
  'upload-webapp': {
    'source/': ['read', 'write', 'upload-in-parts'],
    'hls/': ['read'],
    'captions/': ['read', 'write'],
    'pictures/': ['read', 'write'],
  },
  transcoder: { 'source/': ['read'], 'hls/': ['read', 'write'] },
  'streaming-webapp': { 'hls/': ['read'], 'captions/': ['read'] },
  gateway: { 'hls/': ['read'], 'pictures/': ['read'] },
};

const AREAS: readonly Area[] = ['source/', 'hls/', 'captions/', 'pictures/'];

/** What a method of `/objects` takes. */
export const rightFor = (method: string): Right => (method === 'GET' || method === 'HEAD' ? 'read' : 'write');

/** True when a service has this right on this key, or on this prefix. */
export function isGranted(caller: Caller, right: Right, keyOrPrefix: string): boolean {
  const area = AREAS.find((prefix) => keyOrPrefix.startsWith(prefix));
  return area !== undefined && (GRANTS[caller][area]?.includes(right) ?? false);
}
