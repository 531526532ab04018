import type { Notice } from '../../shared/workbench-api/notices.ts';

type Listener = (notice: Notice) => void;

/** Where services and sync tell each other, and the renderer, that something changed: topics and ids, never data. */
export type ChangeBus = {
  publish(notice: Notice): void;
  /** Hears every notice until the returned function is called. */
  subscribe(listener: Listener): () => void;
};

/** `onError` hears of a listener that threw; the others are still told. */
export const createChangeBus = (onError: (error: unknown) => void): ChangeBus => {
  const listeners = new Set<Listener>();
  return {
    publish: (notice) => {
      for (const listener of [...listeners]) {
        try {
          listener(notice);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe: (listener) => {
      // A listener of its own for each subscription, so that one function may subscribe twice.
      const own: Listener = (notice) => listener(notice);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
};
