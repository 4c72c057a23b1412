import { connect, type Socket } from 'node:net';

/** The start of an MP4 (ISO/IEC 14496-12 section 4.3): enough to be taken for a video. */
const MP4_HEAD = Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex');

/** Bytes that begin like an MP4. */
export const mp4 = (sizeBytes: number): Buffer<ArrayBuffer> => {
  const bytes = Buffer.alloc(sizeBytes, 'video ');
  MP4_HEAD.copy(bytes);
  return bytes;
};

const BOUNDARY = 'test-boundary';

/** A form by hand, for what `FormData` cannot do: an order of its own, a body that breaks off. */
export const fieldPart = (name: string, value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
export const fileStart = (fileName = 'film.mp4', field = 'file'): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: video/mp4\r\n\r\n`;
export const FORM_END = `\r\n--${BOUNDARY}--\r\n`;

const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

interface RawUploadOptions {
  port: number;
  login: string;
  /** Announced length; chunked without it. */
  contentLength?: number;
}

/** A connection on which a test sends an upload piece by piece. */
export class RawUpload {
  readonly socket: Socket;
  /** All that has come back so far. */
  answer = '';
  readonly closed: Promise<void>;
  readonly #chunked: boolean;

  constructor({ port, login, contentLength }: RawUploadOptions) {
    this.#chunked = contentLength === undefined;
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.answer += chunk.toString();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    const length = contentLength === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${contentLength}`;
    this.socket.write(
      `POST /api/v1/studio/videos HTTP/1.1\r\nHost: test\r\nAccept: application/json\r\nCookie: auth_token=${login}\r\nContent-Type: ${FORM_TYPE}\r\n${length}\r\n\r\n`,
    );
  }

  /** @returns false once the connection takes no more */
  send(data: string | Buffer): boolean {
    const bytes = Buffer.from(data);
    if (this.#chunked) this.socket.write(`${bytes.length.toString(16)}\r\n`);
    this.socket.write(bytes);
    if (this.#chunked) this.socket.write('\r\n');
    return this.socket.writable;
  }

  end(): void {
    if (this.#chunked) this.socket.write('0\r\n\r\n');
  }

  get status(): number | undefined {
    const [, status] = /^HTTP\/1\.1 (\d{3}) (?!Continue)/.exec(this.answer) ?? [];
    return status === undefined ? undefined : Number(status);
  }
}
