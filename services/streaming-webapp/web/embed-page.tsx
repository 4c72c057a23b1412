import type { EmbedPageProps } from './props.js';

export const EmbedPage = ({ video }: EmbedPageProps) => <h1>{video.title}</h1>;
