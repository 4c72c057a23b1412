import { createHash, createHmac } from 'node:crypto';

/** @typedef {{ endpoint: string, region: string, accessKeyId: string, secretAccessKey: string }} S3Access */

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
/** @param {string | Buffer} key @param {string} text */
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/**
 * A request without a body to an S3 server, signed with AWS Signature Version 4.
 * @param {S3Access} access
 * @param {string} method
 * @param {string} path plain characters that need no encoding, such as `/bucket`
 * @returns {Promise<Response>}
 */
export function s3Request({ endpoint, region, accessKeyId, secretAccessKey }, method, path) {
  const url = new URL(path, endpoint);
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const payload = sha256('');
  const names = 'host;x-amz-content-sha256;x-amz-date';
  const headerLines = [`host:${url.host}`, `x-amz-content-sha256:${payload}`, `x-amz-date:${time}`];
  const canonical = [method, url.pathname, '', ...headerLines, '', names, payload].join('\n');
  const key = [time.slice(0, 8), region, 's3', 'aws4_request'].reduce(
    (secret, part) => hmac(secret, part),
    /** @type {string | Buffer} */ (`AWS4${secretAccessKey}`),
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  return fetch(url, {
    method,
    headers: {
      'x-amz-content-sha256': payload,
      'x-amz-date': time,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    },
  });
}
