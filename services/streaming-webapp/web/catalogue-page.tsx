import type { CataloguePageProps } from './props.js';

export function CataloguePage({ page }: CataloguePageProps) {
  return (
    <ul>
      {page.videos.map((video) => (
        <li key={video.id}>{video.title}</li>
      ))}
    </ul>
  );
}
