export const catalogPath = (id: string): string => `/api/v1/catalog/videos/${id}`;
