import type { Chapter } from '@kinora/contracts';

/** As a column keeps them: JSON, in the order of their beginnings, or null for none. */
export const readChapters = (json: string | null): Chapter[] => (json === null ? [] : (JSON.parse(json) as Chapter[]));
