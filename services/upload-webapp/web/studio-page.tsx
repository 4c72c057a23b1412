import type { StudioPageProps } from './props.js';

export function StudioPage({ page }: StudioPageProps) {
  return (
    <ul>
      {page.videos.map((video) => (
        <li key={video.id}>{video.title}</li>
      ))}
    </ul>
  );
}
