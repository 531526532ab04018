import type { ChangeBus } from '../core/change-bus.ts';

/** The bus as sync uses it: `isSpeaking` is true while one of its own notices is told, so that it does not wake itself. */
export type QuietBus = ChangeBus & { isSpeaking(): boolean };

export const createQuietBus = (bus: ChangeBus): QuietBus => {
  let speaking = 0;
  return {
    publish: (notice) => {
      speaking += 1;
      try {
        bus.publish(notice);
      } finally {
        speaking -= 1;
      }
    },
    subscribe: bus.subscribe,
    isSpeaking: () => speaking > 0,
  };
};
