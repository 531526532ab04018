import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { type PageBox, type PageLook, type PageRect, pageSize } from './pdf-geometry.ts';
import { locatorOfArea } from './pdf-locator.ts';
import styles from './pdf-overlay.module.css';
import { changeRect, keyChange } from './pdf-rect-moves.ts';
import { rectStyle } from './pdf-rect-style.ts';
import { toneStyle } from './tone.ts';
import type { PlacedMark } from './use-pdf-anchors.ts';
import { useRectDrag } from './use-pdf-rect-drag.ts';
import type { ViewerProps } from './viewer.ts';

const corners = ['nw', 'ne', 'sw', 'se'] as const;
const edges = ['north', 'east', 'south', 'west'] as const;

const Grips = () => (
  <>
    {edges.map((edge) => (
      <span className={styles.edge} data-edge={edge} key={edge} />
    ))}
    {corners.map((corner) => (
      <span className={styles.corner} data-corner={corner} key={corner} />
    ))}
  </>
);

/** Where a rectangle is, for those who do not see it. */
const RectPlace = ({ box, rect }: { box: PageBox; rect: PageRect }) => {
  const m = useMessages();
  const page = pageSize(box);
  return (
    <VisuallyHidden>
      <span role="status">
        {m.viewerPdf.areaAt(
          rect.x / page.width,
          rect.y / page.height,
          rect.width / page.width,
          rect.height / page.height,
        )}
      </span>
    </VisuallyHidden>
  );
};

type AreaMarkProps = {
  readonly placed: PlacedMark & { readonly rect: PageRect };
  readonly page: number;
  readonly box: PageBox;
  readonly look: PageLook;
  readonly title: string;
  readonly onPick: ViewerProps['onPick'];
  readonly onMove: NonNullable<ViewerProps['onMove']>;
  readonly onActivity: () => void;
};

/** A cited area: its frame moves it, its corners resize it, a click picks it; the arrow keys do the same. */
export const MovableArea = (props: AreaMarkProps) => {
  const { placed, page, box, look, title, onPick, onMove, onActivity } = props;
  const m = useMessages();
  const announce = useAnnounce();
  const { drawn, changed, wasDrag, handlers } = useRectDrag({
    box,
    look,
    rect: placed.rect,
    onActivity,
    onKeep: (rect) => {
      onMove(placed.mark.id, locatorOfArea(page, rect));
      announce(m.viewerPdf.areaMoved);
    },
  });
  return (
    <>
      <button
        aria-label={m.viewerPdf.movableMark(title)}
        className={styles.area}
        data-lost={placed.state === 'lost' || undefined}
        data-mark={placed.mark.id}
        onClick={() => {
          if (!wasDrag()) onPick(placed.mark.id);
        }}
        {...handlers}
        style={{ ...rectStyle(box, look, drawn), ...toneStyle(placed.mark.tone) }}
        title={title}
        type="button"
      >
        <Grips />
      </button>
      {changed && <RectPlace box={box} rect={drawn} />}
    </>
  );
};

type DraftAreaProps = {
  readonly page: number;
  readonly rect: PageRect;
  readonly box: PageBox;
  readonly look: PageLook;
  /** Still being placed: it takes the focus, and the arrow keys move it. */
  readonly aiming: boolean;
  readonly onChange: (rect: PageRect) => void;
  readonly onKeep: () => void;
  readonly onLeave: () => void;
  readonly onActivity: () => void;
};

/** The area that is being marked, not cited yet. */
export const DraftArea = (props: DraftAreaProps) => {
  const { page, rect, box, look, aiming, onChange, onKeep, onLeave, onActivity } = props;
  const m = useMessages();
  const frame = useRef<HTMLButtonElement>(null);
  const { drawn, handlers } = useRectDrag({ box, look, rect, onKeep: onChange, onActivity });
  useEffect(() => {
    if (aiming) frame.current?.focus({ preventScroll: true });
  }, [aiming]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const change = event.ctrlKey || event.metaKey ? null : keyChange(event);
    if (change !== null) {
      onChange(changeRect(box, look, rect, change));
      onActivity();
    } else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };
  // Keeps the part that moves in view.
  useEffect(() => {
    if (aiming && rect.width > 0) frame.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [aiming, rect]);
  return (
    <>
      <button
        aria-label={m.viewerPdf.areaBox(page)}
        className={styles.draft}
        data-aiming={aiming || undefined}
        data-draft
        onClick={(event) => {
          // Enter on a button is a click without a pointer.
          if (event.detail === 0) onKeep();
        }}
        {...handlers}
        onKeyDown={onKeyDown}
        ref={frame}
        style={rectStyle(box, look, drawn)}
        type="button"
      >
        <Grips />
      </button>
      <RectPlace box={box} rect={drawn} />
    </>
  );
};
