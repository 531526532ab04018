import { type RefObject, useState } from 'react';
import type { Locator, PercentRect } from '../../shared/domain/locator.ts';
import { turnedPoint } from './image-area.ts';
import { useSize } from './use-size.ts';
import type { ViewerAction } from './viewer.ts';
import { type Size, turned, type Zoom, zoomScale, zoomStep } from './zoom.ts';

/** Pixels around the picture. */
const margin = 16;

export type ImageView = {
  readonly zoom: Zoom;
  /** Share of the natural size. */
  readonly scale: number;
  /** Quarter turns in degrees. */
  readonly rotation: number;
  readonly natural: Size | null;
  /** The room the turned picture takes, in pixels. */
  readonly laid: Size;
  readonly onNatural: (size: Size) => void;
  readonly step: (direction: -1 | 1) => void;
  readonly perform: (action: ViewerAction) => boolean;
  readonly reveal: (locator: Locator) => boolean;
};

/** How a picture lies on the stage: its zoom, its turn, and the part in view. */
export const useImageView = (scroller: RefObject<HTMLElement | null>): ImageView => {
  const stage = useSize(scroller);
  const [natural, setNatural] = useState<Size | null>(null);
  const [zoom, setZoom] = useState<Zoom>('whole');
  const [rotation, setRotation] = useState(0);

  const upright = turned(natural ?? { width: 1, height: 1 }, rotation);
  const fitted = zoomScale(zoom, upright, {
    width: stage.width - 2 * margin,
    height: stage.height - 2 * margin,
  });
  // A small picture is not blown up to fill the stage.
  const scale = zoom === 'whole' ? Math.min(fitted, 1) : fitted;
  const laid = { width: upright.width * scale, height: upright.height * scale };
  const step = (direction: -1 | 1): void => setZoom(zoomStep(scale, direction));

  const centre = ({ x, y, width, height }: PercentRect): void => {
    const at = turnedPoint({ x: x + width / 2, y: y + height / 2 }, rotation);
    scroller.current?.scrollTo({
      left: (at.x / 100) * laid.width + margin - stage.width / 2,
      top: (at.y / 100) * laid.height + margin - stage.height / 2,
    });
  };

  const actions: Partial<Record<ViewerAction, () => void>> = {
    'zoom-in': () => step(1),
    'zoom-out': () => step(-1),
    'zoom-fit': () => setZoom(zoom === 'whole' ? 'width' : 'whole'),
    rotate: () => setRotation((rotation + 90) % 360),
  };

  return {
    zoom,
    scale,
    rotation,
    natural,
    laid,
    onNatural: setNatural,
    step,
    perform: (action) => {
      actions[action]?.();
      return actions[action] !== undefined;
    },
    reveal: (locator) => {
      if (locator.kind === 'region') centre(locator.region);
      else setZoom('whole');
      return locator.kind === 'region' || locator.kind === 'whole';
    },
  };
};
