/** Apart from the schemas: pages in the browser need the names without zod. */
export const VISIBILITIES = ['private', 'unlisted', 'public'] as const;
export const VIDEO_STATES = ['uploading', 'queued', 'processing', 'ready', 'failed'] as const;
