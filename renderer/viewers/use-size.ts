import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './zoom.ts';

/** The inner size of an element in CSS pixels, scrollbars aside; zero until it is laid out. */
export const useSize = (element: RefObject<HTMLElement | null>): Size => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const measure = (): void => {
      const next = { width: watched.clientWidth, height: watched.clientHeight };
      setSize((known) => (known.width === next.width && known.height === next.height ? known : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return size;
};
