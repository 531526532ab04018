/** `width`: as wide as the stage; `whole`: all of it in view; a number: that share of the natural size. */
export type Zoom = 'width' | 'whole' | number;

export type Size = { readonly width: number; readonly height: number };

const steps: readonly number[] = [
  0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 4, 6, 8,
];

/** The share of the natural size that a zoom means on a stage; fitted ones are `smallest` or more. */
export const zoomScale = (zoom: Zoom, natural: Size, stage: Size, smallest = 0.1): number => {
  if (typeof zoom === 'number') return zoom;
  const byWidth = stage.width / Math.max(1, natural.width);
  const scale = zoom === 'width' ? byWidth : Math.min(byWidth, stage.height / Math.max(1, natural.height));
  return Math.min(8, Math.max(smallest, scale));
};

/** The next of the fixed steps above (1) or below (−1) a share, not under `smallest`; the share itself at the ends. */
export const zoomStep = (scale: number, direction: -1 | 1, smallest = 0.25): number =>
  direction === 1
    ? (steps.find((step) => step >= smallest && step > scale * 1.01) ?? scale)
    : (steps.findLast((step) => step >= smallest && step < scale * 0.99) ?? scale);

/** A size after quarter turns. */
export const turned = ({ width, height }: Size, rotation: number): Size =>
  rotation % 180 === 0 ? { width, height } : { width: height, height: width };
