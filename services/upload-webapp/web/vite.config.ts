import { pagesConfig } from '@kinora/ui/vite';

export default pagesConfig(import.meta.url, '/studio-assets/');
