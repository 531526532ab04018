import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Locator, PercentRect } from '../../shared/domain/locator.ts';
import { turnedRect } from './image-area.ts';
import { useSize } from './use-size.ts';
import type { ScreenPoint } from './use-wheel-zoom.ts';
import type { ViewerAction } from './viewer.ts';
import { type Size, turned, type Zoom, zoomScale, zoomStep } from './zoom.ts';

/** Pixels around the picture. */
const imageMargin = 16;
/** A picture of a hundred million pixels still fits a stage. */
const smallest = 0.01;

/** A point of the picture, as shares of its sides, and where on the screen it has to stay. */
type Held = { readonly x: number; readonly y: number; readonly at: ScreenPoint };

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
  /** Zooms about a place on the screen; about the middle of the stage without. */
  readonly step: (direction: -1 | 1, at?: ScreenPoint) => void;
  readonly perform: (action: ViewerAction) => boolean;
  readonly reveal: (locator: Locator) => boolean;
};

type Places = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly picture: RefObject<HTMLElement | null>;
};

const middleOf = (stage: HTMLElement): ScreenPoint => {
  const { left, top } = stage.getBoundingClientRect();
  return { x: left + stage.clientWidth / 2, y: top + stage.clientHeight / 2 };
};

/** Keeps the held point where it was on the screen after the picture has got another size. */
const useHeldPoint = ({ scroller, picture }: Places, laid: Size): ((at: ScreenPoint | undefined) => void) => {
  const held = useRef<Held | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the picture has got another size.
  useLayoutEffect(() => {
    const point = held.current;
    held.current = null;
    if (point === null || picture.current === null) return;
    const box = picture.current.getBoundingClientRect();
    scroller.current?.scrollBy(
      box.left + point.x * box.width - point.at.x,
      box.top + point.y * box.height - point.at.y,
    );
  }, [laid.width, laid.height]);
  return (wanted) => {
    if (scroller.current === null || picture.current === null) return;
    const at = wanted ?? middleOf(scroller.current);
    const box = picture.current.getBoundingClientRect();
    held.current = { x: (at.x - box.left) / box.width, y: (at.y - box.top) / box.height, at };
  };
};

/** Brings a part of the turned picture into view, if it is not in view already. */
const bringIntoView = ({ scroller, picture }: Places, rect: PercentRect): void => {
  const stage = scroller.current;
  const box = picture.current?.getBoundingClientRect();
  if (stage === null || box === undefined) return;
  const room = stage.getBoundingClientRect();
  const left = box.left + (rect.x / 100) * box.width - room.left;
  const top = box.top + (rect.y / 100) * box.height - room.top;
  const [width, height] = [(rect.width / 100) * box.width, (rect.height / 100) * box.height];
  const inView = (from: number, length: number, all: number): boolean => from >= 0 && from + length <= all;
  if (inView(left, width, stage.clientWidth) && inView(top, height, stage.clientHeight)) return;
  stage.scrollBy(left + width / 2 - stage.clientWidth / 2, top + height / 2 - stage.clientHeight / 2);
};

/** How a picture lies on the stage: its zoom, its turn, and the part in view. */
export const useImageView = (places: Places): ImageView => {
  const stage = useSize(places.scroller);
  const [natural, setNatural] = useState<Size | null>(null);
  const [zoom, setZoom] = useState<Zoom>('whole');
  const [rotation, setRotation] = useState(0);

  const upright = turned(natural ?? { width: 1, height: 1 }, rotation);
  const room = { width: stage.width - 2 * imageMargin, height: stage.height - 2 * imageMargin };
  const fitted = zoomScale(zoom, upright, room, smallest);
  // A small picture is not blown up to fill the stage.
  const scale = zoom === 'whole' ? Math.min(fitted, 1) : fitted;
  const laid = { width: upright.width * scale, height: upright.height * scale };
  const hold = useHeldPoint(places, laid);
  const step = (direction: -1 | 1, at?: ScreenPoint): void => {
    hold(at);
    setZoom(zoomStep(scale, direction, smallest));
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
      if (locator.kind === 'region') bringIntoView(places, turnedRect(locator.region, rotation));
      return locator.kind === 'region' || locator.kind === 'whole';
    },
  };
};
