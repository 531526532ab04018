import { useEffect, useState } from 'react';

/** What a media element is doing. Times in seconds; `duration` is 0 until it is known. */
export type MediaState = {
  readonly playing: boolean;
  readonly time: number;
  readonly duration: number;
  readonly rate: number;
  readonly muted: boolean;
  /** Neither metadata nor an error yet. */
  readonly opening: boolean;
  readonly failed: boolean;
};

const stateOf = (media: HTMLMediaElement): MediaState => ({
  playing: !media.paused && !media.ended,
  time: media.currentTime,
  duration: Number.isFinite(media.duration) ? media.duration : 0,
  rate: media.playbackRate,
  muted: media.muted,
  opening: media.readyState === 0 && media.error === null,
  failed: media.error !== null,
});

const events = [
  'play',
  'pause',
  'ended',
  'timeupdate',
  'seeking',
  'seeked',
  'durationchange',
  'loadedmetadata',
  'ratechange',
  'volumechange',
  'error',
  'emptied',
] as const;

const same = (a: MediaState, b: MediaState): boolean =>
  (Object.keys(a) as (keyof MediaState)[]).every((key) => a[key] === b[key]);

const noMedia: MediaState = {
  playing: false,
  time: 0,
  duration: 0,
  rate: 1,
  muted: false,
  opening: true,
  failed: false,
};

/** Follows a media element. `onActivity` is called while it plays and when it is moved. */
export const useMedia = (media: HTMLMediaElement | null, onActivity: () => void): MediaState => {
  const [state, setState] = useState(noMedia);
  useEffect(() => {
    if (media === null) return undefined;
    const follow = (event?: Event): void => {
      const next = stateOf(media);
      setState((known) => (same(known, next) ? known : next));
      if (event?.type === 'timeupdate' && next.playing) onActivity();
    };
    follow();
    for (const name of events) media.addEventListener(name, follow);
    return () => {
      for (const name of events) media.removeEventListener(name, follow);
    };
  }, [media, onActivity]);
  return state;
};
