import { useEffect, useState } from 'react';
import { type CanPlay, codecName, failureOf, type MediaFailure, refusedTrack } from './media-failure.ts';
import { type MediaProbe, probeMedia } from './media-probe.ts';
import type { MediaState } from './use-media.ts';
import type { ViewerSource } from './viewer.ts';

/** What is known of a file beside what the player tells. Everything is null or false until it is known. */
export type MediaFile = {
  readonly failure: MediaFailure | null;
  /** There is no sound in it, or none this program can play (then with the name of the codec). */
  readonly silent: { readonly codec: string | null } | null;
  /** There is no picture in it. */
  readonly soundOnly: boolean;
  /** The part that is there, 0–1, when the file is cut off but plays. */
  readonly present: number | null;
};

const nothingKnown: MediaFile = { failure: null, silent: null, soundOnly: false, present: null };

class Unreadable extends Error {}

/** Sentences the program answers with are short; anything longer is no sentence. */
const longestSentence = 300;

const readerOf =
  ({ url }: ViewerSource, signal: AbortSignal) =>
  async (start: number, length: number): Promise<Uint8Array> => {
    const answer = await fetch(url, { signal, headers: { range: `bytes=${start}-${start + length - 1}` } });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    const said = (await answer.text()).trim();
    throw new Unreadable(said.length <= longestSentence ? said : '');
  };

const canPlay: CanPlay = (type) => document.createElement('video').canPlayType(type);

/** What to say about a file that plays, or of which a part does. */
const remarksOn = (probe: MediaProbe, wantsPicture: boolean): MediaFile => {
  const has = (kind: string): boolean => probe.tracks.some((track) => track.kind === kind);
  const refusedSound = refusedTrack(probe, 'audio', canPlay);
  const refusedPicture = wantsPicture ? refusedTrack(probe, 'video', canPlay) : null;
  return {
    failure: refusedPicture === null ? null : { kind: 'codec', codec: codecName(refusedPicture.codec) },
    silent:
      probe.tracks.length === 0 || (has('audio') && refusedSound === null)
        ? null
        : { codec: refusedSound === null ? null : codecName(refusedSound.codec) },
    soundOnly: wantsPicture && probe.tracks.length > 0 && !has('video'),
    present: probe.present < 0.999 ? probe.present : null,
  };
};

/**
 * Looks into a file once the player has opened or refused it: why it does not play, whether there is sound, whether it is
 * cut off. `pictured`: the player shows a picture, so its codec is fine whatever is known of it.
 */
export const useMediaFile = (
  source: ViewerSource,
  { opening, failed }: Pick<MediaState, 'opening' | 'failed'>,
  { wantsPicture, pictured }: { readonly wantsPicture: boolean; readonly pictured: boolean },
): MediaFile => {
  const [file, setFile] = useState(nothingKnown);
  const { url } = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is its address; its label does not matter here.
  useEffect(() => {
    setFile(nothingKnown);
    if (opening && !failed) return undefined;
    if (source.size === 0) {
      setFile({ ...nothingKnown, failure: { kind: 'empty' } });
      return undefined;
    }
    const stop = new AbortController();
    const look = async (): Promise<MediaFile> => {
      const probe = await probeMedia(readerOf(source, stop.signal), source.size);
      if (failed) return { ...nothingKnown, failure: failureOf(probe, canPlay) };
      return remarksOn(probe, wantsPicture && !pictured);
    };
    look().then(
      (seen) => {
        if (!stop.signal.aborted) setFile(seen);
      },
      (error: unknown) => {
        if (stop.signal.aborted || !failed) return;
        const why = error instanceof Unreadable && error.message !== '' ? error.message : null;
        setFile({ ...nothingKnown, failure: { kind: 'unreadable', why } });
      },
    );
    return () => stop.abort();
  }, [url, opening, failed, wantsPicture, pictured]);
  return file;
};
