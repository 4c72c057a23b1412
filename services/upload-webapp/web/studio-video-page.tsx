import type { StudioVideoPageProps } from './props.js';

export const StudioVideoPage = ({ video }: StudioVideoPageProps) => <h1>{video.title}</h1>;
