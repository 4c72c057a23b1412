import './styles.css';
import { hydratePage } from '@kinora/ui/client';
import { LoginPage } from './login-page.js';

hydratePage({ login: LoginPage });
