import { type RefObject, useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { loadPeaks } from './load-peaks.ts';
import { onThemeChange } from './theme-change.ts';
import type { ViewerSource } from './viewer.ts';
import type { Peaks } from './wav-peaks.ts';

export type WaveformState = 'loading' | 'shown' | 'none';

/** A token as a colour that a canvas understands. */
const colourOf = (element: HTMLElement, token: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

const coloursOf = (element: HTMLElement) => ({
  waveColor: colourOf(element, '--line-control'),
  progressColor: colourOf(element, '--accent'),
  cursorColor: colourOf(element, '--text'),
});

const drawWaveform = (place: HTMLElement, media: HTMLMediaElement, peaks: Peaks): (() => void) => {
  const waveform = WaveSurfer.create({
    container: place,
    media,
    peaks: [peaks.values],
    duration: peaks.duration,
    height: 'auto',
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    normalize: true,
    dragToSeek: true,
    hideScrollbar: true,
    ...coloursOf(place),
  });
  const stopFollowing = onThemeChange(() => waveform.setOptions(coloursOf(place)));
  return () => {
    stopFollowing();
    waveform.destroy();
  };
};

/** Draws the waveform of what `media` plays. The recording can be played before, and without it. */
export const useWaveform = (
  media: HTMLMediaElement | null,
  source: ViewerSource,
): { readonly place: RefObject<HTMLDivElement | null>; readonly state: WaveformState } => {
  const place = useRef<HTMLDivElement>(null);
  const [peaks, setPeaks] = useState<Peaks | null>(null);
  const [state, setState] = useState<WaveformState>('loading');
  const { url } = source;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is its address; its label does not matter here.
  useEffect(() => {
    const stop = new AbortController();
    setState('loading');
    setPeaks(null);
    loadPeaks(source, stop.signal).then(
      (found) => {
        if (stop.signal.aborted) return;
        setPeaks(found);
        setState(found === null ? 'none' : 'shown');
      },
      // No waveform, then: the timeline does its work, and the element itself reports a file that cannot be played.
      () => {
        if (!stop.signal.aborted) setState('none');
      },
    );
    return () => stop.abort();
  }, [url]);

  useEffect(() => {
    if (place.current === null || media === null || peaks === null) return undefined;
    return drawWaveform(place.current, media, peaks);
  }, [media, peaks]);

  return { place, state };
};
