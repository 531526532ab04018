import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Locator } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import type { MarkPart, TimedMark } from './media-retime.ts';
import { TimeBubble } from './time-bubble.tsx';
import { type LaneItem, layOutLanes, placeInLane } from './timeline-lanes.ts';
import styles from './timeline-marks.module.css';
import { toneStyle } from './tone.ts';
import type { TimeLocator } from './transcript-text.ts';
import { type MarkDrag, useMarkDrag } from './use-mark-drag.ts';
import { type Draft, type Retime, useRetime } from './use-retime.ts';
import { useSize } from './use-size.ts';

type TimelineMarksProps = {
  /** Sorted by time. */
  readonly marks: readonly TimedMark[];
  /** Seconds. */
  readonly duration: number;
  readonly onPick: (markId: string) => void;
  readonly onMove: ((markId: string, locator: Locator) => void) | null;
  readonly onPreview: (seconds: number) => void;
  readonly stillSaid: (moved: TimeLocator) => boolean;
  /** What Alt with an arrow moves a citation by, in seconds: a frame, or a tenth of a second. */
  readonly step: () => number;
};

/** Pixels at either end of a range that move that end. */
const edge = 7;

const parts: readonly MarkPart[] = ['whole', 'start', 'end'];

/** Citations at their time above the timeline: flags for points, bars for ranges, numbers where there are too many. */
export const TimelineMarks = (props: TimelineMarksProps) => {
  const { marks, duration, onPick, onMove } = props;
  const m = useMessages();
  const hint = useId();
  const lane = useRef<HTMLUListElement>(null);
  const { width } = useSize(lane);
  const [chosenId, choose] = useState<string | null>(null);
  const [part, setPart] = useState<MarkPart>('whole');
  const retime = useRetime(props);
  const drag = useMarkDrag(retime, width > 0 ? duration / width : 0, onMove !== null);
  const lanes = useMemo(() => layOutLanes(marks, duration, width), [marks, duration, width]);
  const at = Math.max(
    0,
    marks.findIndex(({ id }) => id === chosenId),
  );
  const active = marks[at];
  const holder = lanes.items.find((item) => item.marks.some(({ id }) => id === active?.id));
  const raised = raisedOf(retime.draft, holder, active, chosenId, { duration, width });
  const onKeyDown = useMarkKeys({ ...props, at, part, setPart, choose, retime, lane });

  const pick = (mark: TimedMark): void => {
    choose(mark.id);
    setPart('whole');
    onPick(mark.id);
  };

  return (
    <>
      <ul
        aria-label={m.viewers.marks}
        className={styles.lane}
        onBlur={retime.commit}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (event.key === 'Alt' || event.key.startsWith('Arrow')) retime.commit();
        }}
        ref={lane}
        style={{ '--rows': Math.max(1, lanes.rows) } as CSSProperties}
      >
        {lanes.items.map((item) => (
          <LaneMark
            active={active}
            describedBy={hint}
            drag={drag}
            hidden={retime.draft?.mark.id === item.marks[0].id && item.marks.length === 1}
            holds={item === holder}
            item={item}
            key={item.marks[0].id}
            movable={onMove !== null}
            onPick={pick}
            part={part}
          />
        ))}
        {raised !== null && <RaisedMark drag={drag} draft={retime.draft} onPick={pick} {...raised} />}
      </ul>
      <VisuallyHidden>
        <span id={hint}>{onMove === null ? m.viewerMedia.marksFixedHint : m.viewerMedia.marksHint}</span>
      </VisuallyHidden>
    </>
  );
};

type Raised = {
  readonly mark: TimedMark;
  readonly row: number;
  readonly left: number;
  readonly width: number;
};

/** The citation that stands out of its row: the one that is moved, or the chosen one of a crowd. */
const raisedOf = (
  draft: Draft | null,
  holder: LaneItem | undefined,
  active: TimedMark | undefined,
  chosenId: string | null,
  { duration, width }: { readonly duration: number; readonly width: number },
): Raised | null => {
  if (holder === undefined || active === undefined || duration <= 0) return null;
  if (draft !== null) {
    const moved = { ...draft.mark, locator: draft.locator };
    return { mark: draft.mark, row: holder.row, ...placeInLane(moved, duration, width) };
  }
  if (holder.marks.length === 1 || chosenId === null) return null;
  return { mark: active, row: holder.row, ...placeInLane(active, duration, width) };
};

type MarkKeys = TimelineMarksProps & {
  readonly at: number;
  readonly part: MarkPart;
  readonly setPart: (part: MarkPart) => void;
  readonly choose: (markId: string) => void;
  readonly retime: Retime;
  readonly lane: RefObject<HTMLUListElement | null>;
};

const useMarkKeys = ({ marks, at, part, setPart, choose, retime, onMove, step, lane }: MarkKeys) => {
  const go = (to: number): void => {
    const next = marks[Math.min(marks.length - 1, Math.max(0, to))];
    if (next === undefined) return;
    retime.commit();
    choose(next.id);
    setPart('whole');
    requestAnimationFrame(() => lane.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  };
  const turnPart = (direction: -1 | 1): void => {
    if (marks[at]?.locator.end == null || onMove === null) return;
    retime.commit();
    setPart(parts[(parts.indexOf(part) + direction + parts.length) % parts.length] ?? 'whole');
  };
  return (event: KeyboardEvent): void => {
    const mark = marks[at];
    if (mark === undefined || event.ctrlKey || event.metaKey) return;
    const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (direction !== 0 && event.altKey) {
      // Alt with an arrow is "back" in browsers.
      event.preventDefault();
      if (onMove !== null) retime.nudge(mark, part, direction * (event.shiftKey ? 1 : step()));
      return;
    }
    if (event.altKey || event.shiftKey) return;
    if (direction !== 0) go(at + direction);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(marks.length - 1);
    else if (event.key === 'ArrowDown') turnPart(1);
    else if (event.key === 'ArrowUp') turnPart(-1);
    else if (event.key === 'Escape' && retime.draft !== null) retime.cancel();
    else return;
    event.preventDefault();
  };
};

type LaneMarkProps = {
  readonly item: LaneItem;
  /** The citation that has the tab stop. */
  readonly active: TimedMark | undefined;
  readonly holds: boolean;
  readonly hidden: boolean;
  readonly part: MarkPart;
  readonly movable: boolean;
  readonly describedBy: string;
  readonly drag: MarkDrag;
  readonly onPick: (mark: TimedMark) => void;
};

const partAt = (event: PointerEvent, mark: TimedMark): MarkPart => {
  const box = event.currentTarget.getBoundingClientRect();
  if (mark.locator.end === null) return 'whole';
  // A short range is all edges and middle in equal parts.
  const grip = Math.min(edge, box.width / 3);
  if (event.clientX < box.left + grip) return 'start';
  return event.clientX > box.right - grip ? 'end' : 'whole';
};

const place = ({ left, width, row }: Pick<LaneItem, 'left' | 'width' | 'row'>): CSSProperties =>
  ({ left, width, '--row': row }) as CSSProperties;

/** A flag, a bar, or the number of those that found no room; pressing that goes through them one by one. */
const LaneMark = (props: LaneMarkProps) => {
  const { item, active, holds, hidden, part, movable, describedBy, drag, onPick } = props;
  const m = useMessages();
  const [first] = item.marks;
  const count = item.marks.length;
  const inside = item.marks.findIndex(({ id }) => id === active?.id);
  const mark = item.marks[inside] ?? first;
  const onlyPart = holds && count === 1 ? part : 'whole';
  const label = {
    whole: mark.title,
    start: m.viewerMedia.markStart(mark.title),
    end: m.viewerMedia.markEnd(mark.title),
  }[holds ? part : 'whole'];
  return (
    <li className={styles.place} style={place(item)}>
      <button
        aria-describedby={holds ? describedBy : undefined}
        aria-label={count === 1 ? label : m.viewerMedia.clusterTitle(count, label, Math.max(0, inside) + 1)}
        className={count === 1 ? styles.mark : styles.cluster}
        data-hidden={hidden || undefined}
        data-part={onlyPart === 'whole' ? undefined : onlyPart}
        data-range={(count === 1 && first.locator.end !== null) || undefined}
        onClick={() => {
          if (!drag.wasDrag()) onPick(count === 1 ? first : (item.marks[(inside + 1) % count] ?? first));
        }}
        onLostPointerCapture={drag.lose}
        onPointerDown={(event) => {
          if (count === 1) drag.begin(event, first, movable ? partAt(event, first) : 'whole');
        }}
        onPointerMove={drag.move}
        onPointerUp={drag.end}
        style={toneStyle(count === 1 ? first.tone : null)}
        tabIndex={holds ? 0 : -1}
        title={count === 1 ? first.title : undefined}
        type="button"
      >
        <span>{count === 1 ? lettersOf(first) : m.viewerMedia.clusterCount(count)}</span>
      </button>
    </li>
  );
};

const lettersOf = ({ letters }: TimedMark): string => (letters === '' ? '•' : letters.slice(0, 3));

type RaisedMarkProps = Raised & {
  readonly draft: Draft | null;
  readonly drag: MarkDrag;
  readonly onPick: (mark: TimedMark) => void;
};

/** Drawn over the others at its exact time; while it is moved, with that time. */
const RaisedMark = ({ mark, draft, drag, onPick, ...box }: RaisedMarkProps) => {
  const m = useMessages();
  const { start, end } = draft?.locator ?? mark.locator;
  return (
    <li className={styles.place} data-raised style={place(box)}>
      <button
        aria-hidden
        className={styles.mark}
        data-moving={draft !== null || undefined}
        data-range={mark.locator.end !== null || undefined}
        onClick={() => {
          if (!drag.wasDrag()) onPick(mark);
        }}
        onLostPointerCapture={drag.lose}
        onPointerDown={(event) => drag.begin(event, mark, partAt(event, mark))}
        onPointerMove={drag.move}
        onPointerUp={drag.end}
        style={toneStyle(mark.tone)}
        tabIndex={-1}
        title={mark.title}
        type="button"
      >
        <span>{lettersOf(mark)}</span>
      </button>
      {draft !== null && <TimeBubble>{m.viewerMedia.exactSpan(start, end)}</TimeBubble>}
    </li>
  );
};
