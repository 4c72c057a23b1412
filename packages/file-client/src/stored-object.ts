/** What file-svc says of a stored object. `etag` is quoted, as in HTTP. */
export interface StoredObject {
  sizeBytes: number;
  etag: string;
}
