import type { WatchPageProps } from './props.js';

export const WatchPage = ({ video }: WatchPageProps) => <h1>{video.title}</h1>;
