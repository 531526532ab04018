import { findBridge } from '../bridge.ts';
import type { AddressPort } from './navigation.ts';
import { createStores, type Stores } from './stores.ts';

const addressBar: AddressPort = {
  hash: () => window.location.hash,
  push: (hash) => window.history.pushState(null, '', hash),
  onChange: (listener) => window.addEventListener('popstate', listener),
};

/** The stores on this page's host; null when the page was opened without one. */
export const connectHost = (): Stores | null => {
  const bridge = findBridge();
  if (bridge === null) return null;
  const after = (milliseconds: number, run: () => void): (() => void) => {
    const timer = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(timer);
  };
  return createStores({ bridge, now: () => Date.now(), after }, addressBar);
};
