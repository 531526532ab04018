import './configure-zod.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/source-serif-4';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createShortcutRegistry } from '../shortcuts/shortcut-registry.ts';
import { connectHost } from '../stores/connect-host.ts';
import { startStores } from '../stores/stores.ts';
import { App } from './app.tsx';
import { NoHost } from './no-host.tsx';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the id root');

const stores = connectHost();
if (stores !== null) startStores(stores);

createRoot(place).render(
  <StrictMode>
    {stores === null ? <NoHost /> : <App registry={createShortcutRegistry()} stores={stores} />}
  </StrictMode>,
);
