import { type Ref, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { AreaHandles, placed } from './area-handles.tsx';
import { turnedRect } from './image-area.ts';
import styles from './image-viewer.module.css';
import { toneStyle } from './tone.ts';
import { useImageBox } from './use-image-box.ts';
import type { ViewerMark, ViewerProps } from './viewer.ts';
import type { Size } from './zoom.ts';

/** How the picture lies now: what is drawn over it is upright and keeps its place in the picture. */
export type Lie = { readonly rotation: number; readonly laid: Size };

/** CSS pixels of a letter's tag. */
const tagHeight = 18;

type RegionMark = ViewerMark & {
  readonly locator: { readonly kind: 'region'; readonly region: PercentRect };
};

const isRegion = (mark: ViewerMark): mark is RegionMark => mark.locator.kind === 'region';

const surface = ({ locator: { region } }: RegionMark): number => region.width * region.height;

type ImageMarksProps = Lie &
  Pick<ViewerProps, 'onPick' | 'onMove'> & {
    readonly marks: readonly ViewerMark[];
    /** Says where an area is now, to a screen reader. */
    readonly tell: (area: PercentRect) => void;
    /** One was taken hold of, or let go (null). */
    readonly onHold: (markId: string | null) => void;
  };

/** The areas that are cited. Small ones lie above large ones, so that each can be reached. */
export const ImageMarks = ({ marks, ...rest }: ImageMarksProps) =>
  marks
    .filter(isRegion)
    .sort((a, b) => surface(b) - surface(a))
    .map((mark) => <ImageMark {...rest} key={mark.id} mark={mark} />);

type Draft = { readonly of: PercentRect; readonly area: PercentRect };

/**
 * One cited area. Chosen first (a click, or Tab), then moved or resized: so dragging the picture never moves a citation by
 * accident. What the keys did is kept with Enter or on leaving it; Escape puts it back.
 */
const ImageMark = ({
  mark,
  rotation,
  laid,
  onPick,
  onMove,
  tell,
  onHold,
}: Omit<ImageMarksProps, 'marks'> & { mark: RegionMark }) => {
  const m = useMessages();
  const [chosen, setChosen] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { region } = mark.locator;
  // Shown until the citation itself has moved.
  const area = draft?.of === region ? draft.area : region;
  const box = turnedRect(area, rotation);

  const keep = (): boolean => {
    if (onMove === null || area === region) return false;
    onMove(mark.id, { kind: 'region', region: area });
    return true;
  };
  const { handlers, wasDragged } = useImageBox({
    box,
    laid,
    grips: () => chosen && onMove !== null,
    onChange: (moved) => {
      const next = turnedRect(moved, -rotation);
      setDraft({ of: region, area: next });
      tell(next);
    },
    onKeep: keep,
    onLeave: () => {
      if (draft?.of !== region) return false;
      setDraft(null);
      return true;
    },
  });

  return (
    <button
      {...(onMove === null ? {} : handlers)}
      aria-description={onMove === null ? undefined : m.viewerImage.moveHint}
      aria-label={mark.title}
      className={styles.mark}
      data-chosen={(chosen && onMove !== null) || undefined}
      data-mark={mark.id}
      data-top={(box.y / 100) * laid.height < tagHeight || undefined}
      onBlur={() => {
        setChosen(false);
        onHold(null);
        keep();
      }}
      onClick={() => {
        if (!wasDragged()) onPick(mark.id);
      }}
      onFocus={() => {
        setChosen(true);
        onHold(onMove === null ? null : mark.id);
      }}
      style={{ ...placed(box), ...toneStyle(mark.tone) }}
      title={mark.title}
      type="button"
    >
      <span>{mark.letters}</span>
      {chosen && onMove !== null && <AreaHandles className={styles.handle} />}
    </button>
  );
};

type AreaBoxProps = Lie & {
  readonly ref: Ref<HTMLDivElement>;
  readonly area: PercentRect;
  readonly onChange: (area: PercentRect) => void;
  /** Enter: it stays, to be cited. */
  readonly onKeep: () => void;
  readonly onLeave: () => void;
};

/** The area that is not cited yet. */
export const AreaBox = ({ ref, area, rotation, laid, onChange, onKeep, onLeave }: AreaBoxProps) => {
  const m = useMessages();
  const box = turnedRect(area, rotation);
  const { handlers } = useImageBox({
    box,
    laid,
    grips: () => true,
    onChange: (next) => onChange(turnedRect(next, -rotation)),
    onKeep: (by) => {
      if (by === 'keyboard') onKeep();
      return true;
    },
    onLeave: () => {
      onLeave();
      return true;
    },
  });
  return (
    <div
      {...handlers}
      aria-label={m.viewerImage.area(area)}
      aria-description={m.viewerImage.areaHint}
      className={styles.area}
      ref={ref}
      role="application"
      style={placed(box)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and resized by keyboard.
      tabIndex={0}
    >
      <AreaHandles className={styles.handle} />
    </div>
  );
};

/** The outline around the place that was jumped to. */
export const RevealedArea = ({ area, rotation }: { area: PercentRect } & Pick<Lie, 'rotation'>) => (
  <div aria-hidden className={styles.revealed} style={placed(turnedRect(area, rotation))} />
);
