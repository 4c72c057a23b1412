/** `/media/<token>/<file>/<object>` */
export const fileOf = (mediaUrl: string | undefined): string | undefined => mediaUrl?.split('/')[3];

/**
 * Where a page asks for a video.
 * @param playing an address of the media that it plays: it goes on with that file although another one is served by now
 */
export function catalogPath(id: string, playing?: string): string {
  const fileId = fileOf(playing);
  return `/api/v1/catalog/videos/${id}${fileId === undefined ? '' : `?file=${fileId}`}`;
}
