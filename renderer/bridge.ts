import type { AssayBridge } from '../shared/workbench-api/bridge.ts';

export type { AssayBridge } from '../shared/workbench-api/bridge.ts';

/** What the host put into this page, or null when the page was opened without one. Only this file names `window.assay`. */
export const findBridge = (): AssayBridge | null =>
  (globalThis as typeof globalThis & { readonly assay?: AssayBridge }).assay ?? null;
