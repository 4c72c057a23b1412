import type { IncomingHttpHeaders } from 'node:http';

/** What the gateway knows of the client, after looking at the proxies that it trusts. */
interface ClientAddress {
  ip: string;
  protocol: string;
  host: string;
}

interface CleanOptions extends ClientAddress {
  /** The request wants another protocol on this connection. */
  isUpgrade: boolean;
}

/** They speak of one connection, not of the request (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'http2-settings',
];

const SAID_BY_PROXIES = /^(x-forwarded-.*|forwarded|x-real-ip)$/;

/**
 * Leaves only what a service may believe: one address each in `X-Forwarded-*`, and nothing about the connection to the client.
 * `Expect` goes too: the gateway itself asks for the body.
 */
export function cleanHeaders(headers: IncomingHttpHeaders, { isUpgrade, ...client }: CleanOptions): void {
  for (const name of Object.keys(headers)) if (SAID_BY_PROXIES.test(name)) delete headers[name];
  for (const name of HOP_BY_HOP) delete headers[name];
  delete headers.expect;
  if (isUpgrade) headers.connection = 'upgrade';
  else delete headers.upgrade;
  headers['x-forwarded-for'] = client.ip;
  headers['x-forwarded-proto'] = client.protocol;
  headers['x-forwarded-host'] = client.host;
}

/** file-svc knows the gateway, never the viewer. */
export function useOwnCredential(headers: IncomingHttpHeaders, token: string): void {
  delete headers.cookie;
  headers.authorization = `Bearer ${token}`;
}
