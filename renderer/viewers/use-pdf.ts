import { useEffect, useState } from 'react';
import { type OpenedPdf, openPdf } from './pdf-document.ts';
import type { PdfRefusal } from './pdf-refusal.ts';
import type { ViewerSource } from './viewer.ts';

export type PdfState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'refused'; readonly why: PdfRefusal }
  | ({ readonly kind: 'open' } & OpenedPdf);

/** Opens a PDF and gives its memory back when the viewer goes. */
export const usePdf = ({ url, size }: ViewerSource, attempt: number): PdfState => {
  const [state, setState] = useState<PdfState>({ kind: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is how "Try again" opens the same file anew.
  useEffect(() => {
    let gone = false;
    const tell = (next: PdfState): void => {
      if (!gone) setState(next);
    };
    tell({ kind: 'opening' });
    const opening = openPdf({ url, size }, () => tell({ kind: 'refused', why: 'unreadable' }));
    void opening.outcome.then((outcome) =>
      tell(typeof outcome === 'string' ? { kind: 'refused', why: outcome } : { kind: 'open', ...outcome }),
    );
    return () => {
      gone = true;
      opening.close();
    };
  }, [url, size, attempt]);
  return state;
};
