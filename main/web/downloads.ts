import type { Delivery, RandomBytes, WorkbenchPorts } from '../core/ports.ts';
import { newSecret } from './access-gate.ts';

type Download = { readonly fileName: string; readonly bytes: Uint8Array };

export type Downloads = {
  readonly deliver: WorkbenchPorts['deliverFile'];
  /** Hands out a waiting file once. */
  take(id: string): Download | null;
};

/** Files that may wait at the same time; an older one that nobody fetched gives way. */
const waitingLimit = 4;

/** Keeps finished files in memory until the browser fetches each once from its unguessable path. */
export const createDownloads = (random: RandomBytes): Downloads => {
  const waiting = new Map<string, Download>();
  return {
    deliver: async (fileName, bytes): Promise<Delivery> => {
      const id = newSecret(random);
      waiting.set(id, { fileName, bytes });
      const [oldest] = waiting.keys();
      if (waiting.size > waitingLimit && oldest !== undefined) waiting.delete(oldest);
      return { delivery: 'download', url: `/downloads/${id}` };
    },
    take: (id) => {
      const download = waiting.get(id) ?? null;
      waiting.delete(id);
      return download;
    },
  };
};

/** The header that makes a browser save the answer under this name, whatever characters it has. */
export const attachment = (fileName: string): string => {
  const plain = fileName.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
