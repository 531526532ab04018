import type { Locator } from '../../shared/domain/locator.ts';
import { clampTime, nextRate, roundTime, seekStep } from './playback.ts';
import type { PlaybackPreferences, ViewerAction } from './viewer.ts';

/** Plays. A refusal by the browser (no gesture yet, or the file fails meanwhile) leaves it paused, which the bar shows. */
export const play = (media: HTMLMediaElement): void => {
  media.play().catch(() => media.pause());
};

const move = (media: HTMLMediaElement, seconds: number): void => {
  media.currentTime = clampTime(media.currentTime + seconds, media.duration);
};

/** Actions of everything that plays. `frame` is the length of one frame in seconds, or null where there are none. */
export const performOnMedia = (
  media: HTMLMediaElement,
  action: ViewerAction,
  playback: PlaybackPreferences,
  frame: (() => number) | null,
): boolean => {
  switch (action) {
    case 'play-pause':
      if (media.paused || media.ended) play(media);
      else media.pause();
      return true;
    case 'pause':
      media.pause();
      return true;
    case 'seek-back':
      move(media, -seekStep);
      return true;
    case 'seek-forward':
      move(media, seekStep);
      return true;
    case 'frame-back':
    case 'frame-forward':
      if (frame === null) return false;
      media.pause();
      move(media, action === 'frame-back' ? -frame() : frame());
      return true;
    case 'slower':
    case 'faster':
      playback.onRate(nextRate(media.playbackRate, action === 'slower' ? -1 : 1));
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
});

/** False for a place that is not in time, or behind the end. */
export const revealTime = (media: HTMLMediaElement | null, locator: Locator): boolean => {
  if (media === null || locator.kind !== 'time') return false;
  media.currentTime = clampTime(locator.start, media.duration);
  return !(media.duration > 0) || locator.start <= media.duration;
};
