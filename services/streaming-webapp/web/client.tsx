import './styles.css';
import { hydratePage } from '@kinora/ui/client';
import { CataloguePage } from './catalogue-page.js';
import { EmbedPage } from './embed-page.js';
import { WatchPage } from './watch-page.js';

hydratePage({ catalogue: CataloguePage, watch: WatchPage, embed: EmbedPage });
