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

/** The length; where the file does not say it, as much as is known to be there. */
const durationOf = (media: HTMLMediaElement): number => {
  if (Number.isFinite(media.duration)) return media.duration;
  if (Number.isNaN(media.duration)) return 0;
  const { buffered } = media;
  return Math.max(media.currentTime, buffered.length > 0 ? buffered.end(buffered.length - 1) : 0);
};

const stateOf = (media: HTMLMediaElement): MediaState => ({
  playing: !media.paused && !media.ended,
  time: media.currentTime,
  duration: durationOf(media),
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

/** Further than any recording goes, in seconds. */
const behindEverything = 1e9;

/**
 * Finds out how long a recording is that does not say it (browsers record such files): going behind its end makes the
 * browser look for the end. Then it goes back to where it was.
 */
const measureLength = (media: HTMLMediaElement): { measuring: () => boolean; stop: () => void } => {
  let back: number | null = null;
  let tries = 0;
  const begin = (): void => {
    if (media.duration !== Number.POSITIVE_INFINITY || tries === 3) return;
    tries += 1;
    back = media.currentTime;
    media.currentTime = behindEverything;
  };
  const end = (): void => {
    const to = back;
    back = null;
    // Somebody who went elsewhere meanwhile stays there.
    const still = !Number.isFinite(media.duration) || media.currentTime > media.duration - 0.5;
    if (to !== null && still) media.currentTime = to;
  };
  media.addEventListener('loadedmetadata', begin);
  media.addEventListener('seeked', end);
  if (media.readyState > 0) begin();
  return {
    measuring: () => back !== null,
    stop: () => {
      media.removeEventListener('loadedmetadata', begin);
      media.removeEventListener('seeked', end);
    },
  };
};

const never = (): boolean => false;

/**
 * Follows a media element. `onActivity` is called while it plays and when it is moved. While `quiet` says so, the player
 * is moved for reasons of its own that nobody should see.
 */
export const useMedia = (
  media: HTMLMediaElement | null,
  onActivity: () => void,
  quiet: () => boolean = never,
): MediaState => {
  const [state, setState] = useState(noMedia);
  useEffect(() => {
    if (media === null) {
      setState(noMedia);
      return undefined;
    }
    const length = measureLength(media);
    const follow = (event?: Event): void => {
      if (media.error === null && (quiet() || length.measuring())) return;
      const next = stateOf(media);
      setState((known) => (same(known, next) ? known : next));
      if (event?.type === 'timeupdate' && next.playing) onActivity();
    };
    follow();
    for (const name of events) media.addEventListener(name, follow);
    return () => {
      length.stop();
      for (const name of events) media.removeEventListener(name, follow);
    };
  }, [media, onActivity, quiet]);
  return state;
};
