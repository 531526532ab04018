import type { ElementHandle, Locator, Page } from 'playwright-core';
import { onStage } from '../../e2e/helpers/review.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { chooseEvidence } from './bench-hosts.ts';
import type { BenchWindow } from './in-page.ts';

type Video = ElementHandle<HTMLVideoElement>;

const seek = (video: Video, to: number): Promise<number> =>
  video.evaluate(
    (element, time) => (globalThis as unknown as BenchWindow).assayBench.seek(element, time),
    to,
  );

/** The element itself, found once: looking for it again would be work on the measured thread. */
const videoOf = async (place: Locator): Promise<Video> => {
  await ready(place);
  return (await place.elementHandle()) as Video;
};

const ready = async (video: Locator): Promise<void> => {
  await video.waitFor({ state: 'attached' });
  await video.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const media = element as HTMLVideoElement;
        if (media.readyState >= 2) resolve();
        else media.addEventListener('loadeddata', () => resolve(), { once: true });
      }),
  );
};

/** Far from one another and never the same, so that nothing is found where an earlier seek has left it. */
const placeOf = (turn: number, length: number): number => ((turn * 0.381966 + 0.2) % 0.96) * length;

/** Seek to first frame: through the encrypted vault, against the same file from a plain server. */
export const measureFirstFrame = async (
  ours: Page,
  peer: Page,
  url: string,
  film: { readonly length: number; readonly note: string },
): Promise<Measured> => {
  await chooseEvidence(ours, 'd-film.mp4');
  const oursVideo = await videoOf(onStage(ours).locator('video'));
  const size = await oursVideo.boundingBox();
  await peer.goto(`${url}/pages/bare-video.html`);
  await peer.locator('video').evaluate(
    (element, { source, width, height }) => {
      const video = element as HTMLVideoElement;
      video.width = width;
      video.height = height;
      video.src = source;
    },
    { source: `${url}/files/d-film.mp4`, width: size?.width ?? 640, height: size?.height ?? 360 },
  );
  const peerVideo = await videoOf(peer.locator('video'));
  const figures = await takeTurns({
    warmUps: 2,
    repetitions: 41,
    ours: (turn) => seek(oursVideo, placeOf(turn, film.length)),
    peer: (turn) => seek(peerVideo, placeOf(turn, film.length)),
  });
  return {
    unit: 'ms',
    ...figures,
    note: `from setting the time to seeked and the frame of there; ${film.note}; peer: a plain server with Range`,
  };
};
