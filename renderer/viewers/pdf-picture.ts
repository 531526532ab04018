import { type PDFPageProxy, RenderingCancelledException } from 'pdfjs-dist';
import type { PageLook } from './pdf-geometry.ts';

/** Pixels of one page's canvas; beyond, it is drawn coarser rather than not at all. */
const canvasLimit = 16_000_000;

/** Gives a canvas's memory back at once, not when the browser comes to it. */
export const releaseCanvas = (canvas: HTMLCanvasElement): void => {
  canvas.width = 0;
  canvas.height = 0;
  canvas.remove();
};

export const releasePictures = (holder: HTMLElement | null): void => {
  for (const canvas of holder?.querySelectorAll('canvas') ?? []) releaseCanvas(canvas);
};

const isCancelled = (error: unknown): boolean => error instanceof RenderingCancelledException;

export type Drawn = 'drawn' | 'cancelled' | 'failed';

/**
 * Draws a page into its holder. The picture before stays until the new one is complete, so that a zoom never flashes;
 * without one, the page is seen while it is being drawn.
 */
export const drawPage = async (
  page: PDFPageProxy,
  holder: HTMLElement,
  { scale, turn }: PageLook,
  signal: AbortSignal,
): Promise<Drawn> => {
  const viewport = page.getViewport({ scale, rotation: turn });
  const wanted = Math.min(
    window.devicePixelRatio,
    Math.sqrt(canvasLimit / (viewport.width * viewport.height)),
  );
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width * wanted));
  canvas.height = Math.max(1, Math.floor(viewport.height * wanted));
  const before = [...holder.querySelectorAll('canvas')];
  const painting = page.render({
    canvas,
    viewport,
    transform: [canvas.width / viewport.width, 0, 0, canvas.height / viewport.height, 0, 0],
  });
  const stop = (): void => painting.cancel();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  if (before.length === 0) holder.append(canvas);
  try {
    await painting.promise;
    if (before.length > 0) holder.append(canvas);
    for (const old of before) releaseCanvas(old);
    return 'drawn';
  } catch (error) {
    releaseCanvas(canvas);
    return isCancelled(error) || signal.aborted ? 'cancelled' : 'failed';
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
