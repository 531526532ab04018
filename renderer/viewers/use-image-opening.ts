import { useEffect, useState } from 'react';
import { endingLength, endsEarly } from './image-ending.ts';
import { readImageSize } from './image-size.ts';
import { readPart } from './read-part.ts';
import type { ViewerSource } from './viewer.ts';
import type { Size } from './zoom.ts';

/**
 * Pixels that are decoded at most. A decoded pixel takes 4 bytes whatever the file does, so this is 480 MB; Chromium
 * decodes a PNG whole even to draw it small, and `createImageBitmap` with a smaller size does so as well (measured:
 * 20,000 × 20,000 takes 1.5 to 2 GB either way).
 */
const pixelLimit = 120_000_000;

/** Bytes of a drawing: an SVG is text, and is laid out as a whole. */
const drawingLimit = 20_000_000;

export type ImageOpening =
  | { readonly kind: 'opening' }
  /** `cutOff`: the file breaks off, and parts of the picture are missing. */
  | { readonly kind: 'open'; readonly cutOff: boolean }
  | { readonly kind: 'failed' }
  | { readonly kind: 'too-many-pixels'; readonly size: Size }
  | { readonly kind: 'too-long-drawing' };

const isDrawing = ({ mediaType }: ViewerSource): boolean => mediaType.toLowerCase().startsWith('image/svg');

const lookInto = async (source: ViewerSource, signal: AbortSignal): Promise<ImageOpening> => {
  if (isDrawing(source)) {
    if (source.size === 0) return { kind: 'failed' };
    return source.size > drawingLimit ? { kind: 'too-long-drawing' } : { kind: 'open', cutOff: false };
  }
  const read = (from: number, length: number) => readPart(source.url, from, length, signal);
  const size = await readImageSize(read);
  if (size === null || size.width === 0 || size.height === 0) return { kind: 'failed' };
  if (size.width * size.height > pixelLimit) return { kind: 'too-many-pixels', size };
  const head = await read(0, 32);
  const ending = await read(Math.max(0, source.size - endingLength), endingLength);
  return { kind: 'open', cutOff: endsEarly(head, ending, source.size) };
};

/** Whether an image may be decoded, from its header alone; `attempt` looks anew. */
export const useImageOpening = (source: ViewerSource, attempt: number): ImageOpening => {
  const [opening, setOpening] = useState<ImageOpening>({ kind: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is its address; `attempt` looks anew.
  useEffect(() => {
    const stop = new AbortController();
    const tell = (next: ImageOpening): void => {
      if (!stop.signal.aborted) setOpening(next);
    };
    tell({ kind: 'opening' });
    lookInto(source, stop.signal).then(tell, () => tell({ kind: 'failed' }));
    return () => stop.abort();
  }, [source.url, attempt]);
  return opening;
};
