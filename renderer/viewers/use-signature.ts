import { useEffect, useState } from 'react';
import { type FileSignature, signatureLength, signatureOf } from './file-signature.ts';
import { readPart } from './read-part.ts';
import type { ViewerSource } from './viewer.ts';

/** What a file's first bytes say: `looking`, `unreadable` (it could not be read at all), what it is, or null. */
export type SignatureSaid = FileSignature | 'looking' | 'unreadable' | null;

/** Looks at the first 4 KiB of a piece of evidence, and no further. */
export const useSignature = ({ url }: Pick<ViewerSource, 'url'>): SignatureSaid => {
  const [said, setSaid] = useState<SignatureSaid>('looking');
  useEffect(() => {
    const stop = new AbortController();
    const tell = (next: SignatureSaid): void => {
      if (!stop.signal.aborted) setSaid(next);
    };
    tell('looking');
    readPart(url, 0, signatureLength, stop.signal).then(
      (head) => tell(signatureOf(head)),
      () => tell('unreadable'),
    );
    return () => stop.abort();
  }, [url]);
  return said;
};
