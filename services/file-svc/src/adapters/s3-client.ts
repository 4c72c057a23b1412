import { S3Client } from '@aws-sdk/client-s3';

export interface S3Settings {
  bucket: string;
  /** Undefined for AWS itself. */
  endpoint?: string | undefined;
  region: string;
  /** Undefined where the SDK finds credentials by itself. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** S3 moves no byte for so long, or sends no headers: the request is given up. */
const SILENCE_TIMEOUT_MS = 30_000;
/** One for each viewer that reads at this moment. */
const MAX_SOCKETS = 1_000;

const client = ({ endpoint, region, credentials }: S3Settings, timeouts: object): S3Client =>
  new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(credentials ? { credentials } : {}),
    // Other servers than Amazon's do not know the checksums that the SDK would add, and some store them with the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      ...timeouts,
    },
  });

/** `reader` has no limit on silence within a body: there, it is the viewer who sets the pace. */
export const createS3Clients = (settings: S3Settings): { client: S3Client; reader: S3Client } => ({
  client: client(settings, { socketTimeout: SILENCE_TIMEOUT_MS }),
  reader: client(settings, { socketTimeout: 0, requestTimeout: SILENCE_TIMEOUT_MS, throwOnRequestTimeout: true }),
});
