import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { defaultSettings } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import styles from './divider.module.css';

const smallest = 0.3;
const largest = 0.75;

const kept = (share: number): number =>
  Math.min(largest, Math.max(smallest, Math.round(share * 1000) / 1000));

type DividerProps = {
  readonly share: number;
  /** `final` is false while it is being dragged. */
  readonly onShare: (share: number, final: boolean) => void;
};

/** The line between evidence and rubric: drag it, or move it with the arrows; a double click puts it back. */
export const Divider = ({ share, onShare }: DividerProps) => {
  const m = useMessages();
  const line = useRef<HTMLDivElement>(null);

  const onPointerMove = (event: PointerEvent): void => {
    const desk = line.current?.parentElement?.getBoundingClientRect();
    if (desk === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const next = kept((event.clientX - desk.left) / desk.width);
    if (next !== share) onShare(next, false);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = {
      ArrowLeft: share - 0.02,
      ArrowRight: share + 0.02,
      Home: smallest,
      End: largest,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onShare(kept(next), true);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved takes the focus; <hr> is only a line.
    <div
      aria-label={m.review.resize}
      aria-orientation="vertical"
      aria-valuemax={largest * 100}
      aria-valuemin={smallest * 100}
      aria-valuenow={Math.round(share * 100)}
      className={styles.divider}
      onDoubleClick={() => onShare(defaultSettings.evidenceShare, true)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onPointerUp={() => onShare(share, true)}
      ref={line}
      role="separator"
      tabIndex={0}
    />
  );
};
