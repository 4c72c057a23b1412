import './styles.css';
import { hydratePage } from '@kinora/ui/client';
import { StudioPage } from './studio-page.js';
import { StudioVideoPage } from './studio-video-page.js';

hydratePage({ studio: StudioPage, 'studio-video': StudioVideoPage });
