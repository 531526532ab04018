import { useEffect, useMemo, useRef, useState } from 'react';
import { createFrameClock, type FrameClock } from './playback.ts';
import { createFrameStepper, type FramePort, insideFrame } from './video-frames.ts';

/**
 * Milliseconds, and drawings of the window, to wait for a frame once a seek has ended: in a hidden window the browser
 * presents none. Both, because a busy computer lets milliseconds go by without drawing.
 */
const patience = 400;
const patientDrawings = 8;

/** Milliseconds after which a seek or a drawing is not waited for any more. */
const givenUp = 5000;

/** The slowest rate browsers play at: an instant of it stays inside a frame. */
const slowest = 1 / 16;

/** After so many drawings of the window, and milliseconds, a picture has settled: no other frame will come. */
const settledDrawings = 3;
const settledAfter = 50;

/** Resolves with the next drawing of the window; a hidden one is not drawn, so then after a moment. */
const nextDrawing = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, document.hidden ? 50 : givenUp);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Waits drawing by drawing; at most so many milliseconds more once there were so many drawings. */
const drawnUntil = async (done: () => boolean, drawings: number, milliseconds: number): Promise<void> => {
  const begun = performance.now();
  for (let drawn = 0; !done(); drawn += 1) {
    if (drawn >= drawings && performance.now() - begun >= milliseconds) return;
    await nextDrawing();
  }
};

/** The start of a frame in seconds, and when the browser put it on screen, as `performance.now()` counts. */
type HearFrame = (start: number, presentedAt: number) => void;

/** Follows every frame that comes on screen; `fresh` is false from a seek until its frame is there. */
const followFrames = (media: HTMLVideoElement, clock: FrameClock) => {
  const heard = new Set<HearFrame>();
  const at = { start: null as number | null, fresh: false };
  let handle = 0;
  const presented = (_now: number, { mediaTime, presentationTime }: VideoFrameCallbackMetadata): void => {
    handle = media.requestVideoFrameCallback(presented);
    at.start = mediaTime;
    at.fresh = true;
    clock.presented(mediaTime);
    for (const hear of [...heard]) hear(mediaTime, presentationTime);
  };
  const onSeeking = (): void => {
    at.fresh = false;
  };
  handle = media.requestVideoFrameCallback(presented);
  media.addEventListener('seeking', onSeeking);
  return {
    at,
    hear: (listener: HearFrame): (() => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    stop: (): void => {
      media.cancelVideoFrameCallback(handle);
      media.removeEventListener('seeking', onSeeking);
    },
  };
};

type Followed = ReturnType<typeof followFrames>;

/**
 * Seconds. Chromium does not paint anew for a seek to where it is, also when what it shows is a later frame: its clock
 * begins to move only some time after the picture, when a pause finds it at its old place.
 */
const nudge = 0.00002;

/** Resolves when the seek under way has ended, or the file cannot be read. */
const seekEnd = (media: HTMLVideoElement): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      media.removeEventListener('seeked', done);
      media.removeEventListener('error', done);
      resolve();
    };
    const timer = setTimeout(done, givenUp);
    media.addEventListener('seeked', done);
    media.addEventListener('error', done);
  });

/** Resolves with the frame that a seek brings on screen, which comes a little before or after its end. */
const seekIn = async (
  media: HTMLVideoElement,
  followed: Followed,
  seconds: number,
): Promise<number | null> => {
  const asked = performance.now();
  let heard: number | null = null;
  const stopHearing = followed.hear((start, presentedAt) => {
    // A frame of before may still be on its way.
    if (presentedAt >= asked) heard = start;
  });
  const ended = seekEnd(media);
  media.currentTime = Math.abs(media.currentTime - seconds) < nudge / 2 ? seconds + nudge : seconds;
  await ended;
  await drawnUntil(() => heard !== null, patientDrawings, patience);
  stopHearing();
  return heard ?? (media.error === null ? followed.at.start : null);
};

/** Plays without sound, as slowly as can be, until another frame came or none will. `restore` ends it at once. */
const settleIn = (media: HTMLVideoElement, followed: Followed) => {
  const { muted, playbackRate } = media;
  const before = followed.at.start;
  const seen: number[] = [];
  let running = true;
  const restore = (): void => {
    if (!running) return;
    running = false;
    media.pause();
    media.muted = muted;
    media.playbackRate = playbackRate;
  };
  const stop = followed.hear((start) => {
    if (start !== seen.at(-1)) seen.push(start);
    if (start !== before) restore();
  });
  const settled = async (): Promise<number[]> => {
    media.muted = true;
    media.playbackRate = slowest;
    await media.play().catch(restore);
    await drawnUntil(() => !running, settledDrawings, settledAfter);
    restore();
    // A frame that was on its way when the playing ended.
    await nextDrawing();
    stop();
    return seen;
  };
  return { settled: settled(), restore };
};

const frameTools = (media: HTMLVideoElement, clock: FrameClock) => {
  const followed = followFrames(media, clock);
  let restore = (): void => undefined;
  /** Raised by whatever else moves the picture: steps under way then end. */
  let turn = 0;
  let settling = false;
  let steps = 0;
  let stepping = false;

  const port = (mine: number): FramePort => ({
    duration: () => media.duration,
    seek: (seconds) => (turn === mine ? seekIn(media, followed, seconds) : Promise.resolve(null)),
    settle: async () => {
      if (turn !== mine || media.ended) return [];
      settling = true;
      const settle = settleIn(media, followed);
      restore = settle.restore;
      const seen = await settle.settled;
      settling = false;
      return turn === mine ? seen : [];
    },
  });

  const cancel = (): void => {
    turn += 1;
    steps = 0;
    restore();
    restore = () => undefined;
  };

  const run = async (): Promise<void> => {
    const mine = turn;
    const stepper = createFrameStepper(port(mine), clock);
    let at = followed.at.start ?? media.currentTime;
    while (steps !== 0 && turn === mine) {
      const direction = steps > 0 ? 1 : -1;
      steps -= direction;
      at = await stepper.step(at, direction);
    }
  };

  const begin = (): void => {
    stepping = true;
    void run().finally(() => {
      stepping = false;
      // Asked for since something else had moved the picture.
      if (steps !== 0) begin();
    });
  };

  return {
    cancel,
    /** Whether the picture plays only to settle: nothing to tell anybody about. */
    quiet: (): boolean => settling,
    /** Goes on by one frame from the one on screen; quick presses are made up for one after the other. */
    step: (direction: -1 | 1): void => {
      media.pause();
      steps += direction;
      if (!stepping) begin();
    },
    /** Shows exactly the frame at a time; while playing, simply goes there. */
    show: (seconds: number): void => {
      const playing = !media.paused && !settling;
      cancel();
      const mine = turn;
      const showNow = (): void => {
        if (turn === mine && media.paused) void createFrameStepper(port(mine), clock).show(seconds);
      };
      const drawn = media.readyState >= media.HAVE_CURRENT_DATA;
      if (playing || !drawn) media.currentTime = seconds;
      // A file that was opened for this jump has no picture yet.
      if (!drawn) media.addEventListener('loadeddata', showNow, { once: true });
      else if (!playing) showNow();
    },
    /** A time inside the frame on screen, exact to the frame; null while that is not known. */
    position: (): number | null =>
      followed.at.fresh && followed.at.start !== null && !media.seeking
        ? insideFrame(followed.at.start, clock)
        : null,
    stop: (): void => {
      cancel();
      followed.stop();
    },
  };
};

export type VideoFrames = {
  readonly step: (direction: -1 | 1) => void;
  readonly show: (seconds: number) => void;
  readonly position: () => number | null;
  /** The length of a frame in seconds, as far as it is known. */
  readonly length: () => number;
  readonly cancel: () => void;
  readonly quiet: () => boolean;
};

/** Stepping through a video by exactly its frames. One object for as long as the viewer is mounted. */
export const useVideoFrames = (media: HTMLVideoElement | null): VideoFrames => {
  const [clock] = useState(createFrameClock);
  const tools = useRef<ReturnType<typeof frameTools> | null>(null);
  useEffect(() => {
    if (media === null || typeof media.requestVideoFrameCallback !== 'function') return undefined;
    const made = frameTools(media, clock);
    tools.current = made;
    return () => {
      made.stop();
      tools.current = null;
    };
  }, [media, clock]);
  return useMemo(
    () => ({
      step: (direction) => tools.current?.step(direction),
      show: (seconds) => tools.current?.show(seconds),
      position: () => tools.current?.position() ?? null,
      length: () => clock.frame(),
      cancel: () => tools.current?.cancel(),
      quiet: () => tools.current?.quiet() ?? false,
    }),
    [clock],
  );
};
