import { useEffect, useState } from 'react';
import { parseCues } from './parse-cues.ts';
import { type Transcript, transcriptOf } from './transcript-text.ts';

export type TranscriptState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; readonly transcript: Transcript };

const readTranscript = async (url: string, signal: AbortSignal): Promise<TranscriptState> => {
  const answer = await fetch(url, { signal });
  if (!answer.ok) return { kind: 'failed' };
  // WebVTT is UTF-8; the decoder takes a byte order mark away.
  const cues = parseCues(new TextDecoder().decode(await answer.arrayBuffer()));
  return cues === null ? { kind: 'failed' } : { kind: 'ready', transcript: transcriptOf(cues) };
};

/** The words of the captions; read whether they are shown or not, because citations quote them. */
export const useTranscript = (captionsUrl: string | null): TranscriptState => {
  const [state, setState] = useState<TranscriptState>({ kind: 'none' });
  useEffect(() => {
    if (captionsUrl === null) {
      setState({ kind: 'none' });
      return undefined;
    }
    const stop = new AbortController();
    setState({ kind: 'loading' });
    readTranscript(captionsUrl, stop.signal).then(
      (read) => {
        if (!stop.signal.aborted) setState(read);
      },
      () => {
        if (!stop.signal.aborted) setState({ kind: 'failed' });
      },
    );
    return () => stop.abort();
  }, [captionsUrl]);
  return state;
};
