/** `etag` is quoted and strong (RFC 9110 section 8.8.3): other bytes under the same key get another one. */
export interface StoredObject {
  sizeBytes: number;
  etag: string;
}
