import { useCallback, useEffect, useState } from 'react';
import type { PlacedPart } from './pdf-anchors.ts';
import { type PageRect, rectAround } from './pdf-geometry.ts';

/** Milliseconds for which the place that was jumped to is ringed. It appears and goes; nothing blinks. */
const ringed = 1500;

/** The place that was just jumped to. */
export const usePdfFlash = () => {
  const [parts, setParts] = useState<readonly PlacedPart[]>([]);
  useEffect(() => {
    if (parts.length === 0) return undefined;
    const timer = setTimeout(() => setParts([]), ringed);
    return () => clearTimeout(timer);
  }, [parts]);
  /** One ring around all lines of the place on a page. */
  const on = (page: number): PageRect | null =>
    rectAround(parts.find((part) => part.page === page)?.rects ?? []);
  return { flash: useCallback((next: readonly PlacedPart[]) => setParts([...next]), []), on };
};
