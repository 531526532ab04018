import type { CSSProperties } from 'react';
import { type PageBox, type PageLook, type PageRect, rectToShown } from './pdf-geometry.ts';

/** A rectangle of page space where it lies on the page as it is shown. */
export const rectStyle = (box: PageBox, look: PageLook, rect: PageRect): CSSProperties => {
  const { x, y, width, height } = rectToShown(box, look, rect);
  return { left: x, top: y, width, height };
};
