import { useCallback, useEffect, useState } from 'react';
import { whenIdle } from './pdf-idle.ts';
import { ranks } from './pdf-queue.ts';
import type { PdfStage } from './pdf-stage.ts';

/** Pages looked at before a file counts as one without words; a title page may be a picture. */
const looked = 3;

/**
 * Whether this PDF seems to have no text layer: none of its first pages has words, nor any page seen since. Null until
 * that is known.
 */
export const usePdfWordless = (stage: PdfStage) => {
  const [wordless, setWordless] = useState<boolean | null>(null);
  useEffect(() => {
    const { pdf, texts } = stage;
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      for (let page = 1; page <= Math.min(looked, pdf.numPages); page += 1) {
        const words = await whenIdle(stage, ranks.asked, abort.signal, () => texts.words(page));
        if (words.trim() !== '') return setWordless(false);
      }
      setWordless((known) => known ?? true);
    };
    // Ended early, or a page cannot be read: then nothing is known, and nothing is said.
    look().catch(() => undefined);
    return () => abort.abort();
  }, [stage]);
  const onWords = useCallback((any: boolean) => {
    if (any) setWordless(false);
  }, []);
  return { wordless: wordless === true, onWords };
};
