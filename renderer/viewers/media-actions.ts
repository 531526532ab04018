import type { Locator } from '../../shared/domain/locator.ts';
import { clampTime, nextRate, roundTime, seekStep } from './playback.ts';
import type { VideoFrames } from './use-video-frames.ts';
import type { PlaybackPreferences, ViewerAction } from './viewer.ts';

/** Plays. A refusal by the browser (no gesture yet, or the file fails meanwhile) leaves it paused, which the bar shows. */
export const play = (media: HTMLMediaElement): void => {
  media.play().catch(() => media.pause());
};

const move = (media: HTMLMediaElement, seconds: number): void => {
  media.currentTime = clampTime(media.currentTime + seconds, media.duration);
};

/** Actions of everything that plays. `frames` steps through a picture; null for sound alone. */
export const performOnMedia = (
  media: HTMLMediaElement,
  action: ViewerAction,
  playback: PlaybackPreferences,
  frames: Pick<VideoFrames, 'step' | 'cancel'> | null,
): boolean => {
  if (action === 'frame-back' || action === 'frame-forward') {
    frames?.step(action === 'frame-back' ? -1 : 1);
    return frames !== null;
  }
  switch (action) {
    case 'play-pause':
      frames?.cancel();
      if (media.paused || media.ended) play(media);
      else media.pause();
      return true;
    case 'pause':
      media.pause();
      return true;
    case 'seek-back':
      frames?.cancel();
      move(media, -seekStep);
      return true;
    case 'seek-forward':
      frames?.cancel();
      move(media, seekStep);
      return true;
    case 'slower':
    case 'faster':
      playback.onRate(nextRate(playback.rate, action === 'slower' ? -1 : 1));
      return true;
    case 'mute':
      media.muted = !media.muted;
      return true;
    case 'captions':
      playback.onCaptions(!playback.captions);
      return true;
    default:
      return false;
  }
};

export const describeTime = (media: HTMLMediaElement | null): Locator => ({
  kind: 'time',
  start: roundTime(media?.currentTime ?? 0),
  end: null,
  region: null,
  quote: null,
});

/** Seconds a place may lie behind the end and still count as the end: containers and players round differently. */
export const endTolerance = 0.1;

/** Whether a place is behind the end; false while the length is not known. */
export const isBehindEnd = (seconds: number, duration: number): boolean =>
  Number.isFinite(duration) && duration > 0 && seconds > duration + endTolerance;

/**
 * Goes to a place in time. False for one that is behind the end (then the end is shown) or is no place in time. `show`
 * does the going; without it the player's own seek does.
 */
export const revealTime = (
  media: HTMLMediaElement | null,
  locator: Locator,
  show?: (seconds: number) => void,
): boolean => {
  if (locator.kind === 'whole') return true;
  if (media === null || locator.kind !== 'time') return false;
  const seconds = clampTime(locator.start, media.duration);
  if (show === undefined) media.currentTime = seconds;
  else show(seconds);
  return !isBehindEnd(locator.start, media.duration);
};
