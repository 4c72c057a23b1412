import './styles.css';
import { hydratePage } from '@kinora/ui/client';
import { ApiDocsPage } from './api-docs/api-docs-page.js';
import { StudioPage } from './studio-page.js';
import { StudioVideoPage } from './studio-video-page.js';

hydratePage({ 'api-docs': ApiDocsPage, studio: StudioPage, 'studio-video': StudioVideoPage });
