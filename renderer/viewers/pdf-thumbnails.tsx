import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { boxOf, pageSize } from './pdf-geometry.ts';
import { drawPage, releasePictures } from './pdf-picture.ts';
import { ranks } from './pdf-queue.ts';
import { letGo, type PdfStage } from './pdf-stage.ts';
import styles from './pdf-thumbnails.module.css';
import { toneStyle } from './tone.ts';
import type { PlacedMark } from './use-pdf-anchors.ts';

/** CSS pixels of a thumbnail's picture at the most, and of its row. */
const width = 96;
const height = 124;
const row = 160;
/** Criteria shown under one thumbnail. */
const mostDots = 6;

type Placed = ReadonlyMap<number, readonly PlacedMark[]>;

type PdfThumbnailsProps = {
  readonly stage: PdfStage;
  /** The page being read. */
  readonly page: number;
  /** The reviewer's rotation. */
  readonly rotation: number;
  readonly placed: Placed;
  readonly onGo: (page: number) => void;
  readonly onClose: () => void;
};

const keys: Readonly<Record<string, (at: number, pages: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  ArrowLeft: (at) => at - 1,
  PageDown: (at) => at + 5,
  PageUp: (at) => at - 5,
  Home: () => 1,
  End: (_, pages) => pages,
};

/** The pages in small. Only those in view are drawn, so a long file takes no more memory than a short one. */
export const PdfThumbnails = ({ stage, page, rotation, placed, onGo, onClose }: PdfThumbnailsProps) => {
  const m = useMessages();
  const strip = useRef<HTMLElement>(null);
  const [active, setActive] = useState(page);
  const pages = stage.pdf.numPages;
  const list = useVirtualizer({
    count: pages,
    getScrollElement: () => strip.current,
    estimateSize: () => row,
    overscan: 2,
  });

  // The strip follows the reading, unless it is used itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for the page, not for the list's own identity.
  useEffect(() => {
    if (strip.current?.contains(document.activeElement) === true) return;
    setActive(page);
    list.scrollToIndex(page - 1, { align: 'auto' });
  }, [page]);

  // It opens with the focus on the page being read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens.
  useLayoutEffect(() => {
    list.scrollToIndex(page - 1, { align: 'center' });
    focusOn(strip.current, page);
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = keys[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') onClose();
    else if (move !== undefined) {
      const next = Math.min(pages, Math.max(1, move(active, pages)));
      setActive(next);
      list.scrollToIndex(next - 1, { align: 'auto' });
      focusOn(strip.current, next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <nav aria-label={m.viewerPdf.thumbnails} className={styles.strip} onKeyDown={onKeyDown} ref={strip}>
      <ol className={styles.list} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <li
            aria-posinset={index + 1}
            aria-setsize={pages}
            className={styles.item}
            key={index}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Thumbnail
              isCurrent={index + 1 === page}
              number={index + 1}
              onGo={() => {
                setActive(index + 1);
                onGo(index + 1);
              }}
              placed={placed.get(index + 1) ?? []}
              rotation={rotation}
              stage={stage}
              takesTab={index + 1 === active}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
};

/** Focuses a page's button as soon as the list has drawn it. */
const focusOn = (strip: HTMLElement | null, page: number, tries = 10): void => {
  const button = strip?.querySelector<HTMLElement>(`[data-thumbnail="${page}"]`);
  if (button) button.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusOn(strip, page, tries - 1));
};

/** The criteria a page is cited for, each once: its colour and its letters. */
const tonesOf = (placed: readonly PlacedMark[]): { tone: number | null; letters: string }[] => [
  ...new Map(
    placed.map(({ mark: { tone, letters } }) => [`${tone} ${letters}`, { tone, letters }] as const),
  ).values(),
];

type ThumbnailProps = Pick<PdfThumbnailsProps, 'stage' | 'rotation'> & {
  readonly number: number;
  readonly isCurrent: boolean;
  readonly takesTab: boolean;
  readonly placed: readonly PlacedMark[];
  readonly onGo: () => void;
};

const Thumbnail = ({ stage, number, rotation, isCurrent, takesTab, placed, onGo }: ThumbnailProps) => {
  const m = useMessages();
  const holder = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const held = holder.current;
    if (held === null) return undefined;
    const cancel = stage.queue.add({
      rank: () => ranks.thumbnail,
      run: (signal) => drawThumbnail(stage, number, rotation, held, signal),
    });
    return () => {
      cancel();
      releasePictures(held);
    };
  }, [stage, number, rotation]);
  const tones = tonesOf(placed);
  const cited = tones.map(({ letters }) => letters).join(', ');
  return (
    <button
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={m.viewerPdf.thumbnail(number, cited)}
      className={styles.thumbnail}
      data-thumbnail={number}
      onClick={onGo}
      tabIndex={takesTab ? 0 : -1}
      type="button"
    >
      <span className={styles.picture} ref={holder} />
      <span className={styles.caption}>
        {number}
        {tones.slice(0, mostDots).map(({ tone, letters }) => (
          <span className={styles.dot} key={`${tone} ${letters}`} style={toneStyle(tone)}>
            {letters}
          </span>
        ))}
      </span>
    </button>
  );
};

const drawThumbnail = async (
  stage: PdfStage,
  number: number,
  rotation: number,
  holder: HTMLElement,
  signal: AbortSignal,
): Promise<void> => {
  try {
    const page = await stage.pdf.getPage(number);
    const box = boxOf(page);
    const turn = (box.rotate + rotation) % 360;
    const size = pageSize(box);
    const [wide, high] = turn % 180 === 0 ? [size.width, size.height] : [size.height, size.width];
    const scale = Math.min(width / wide, height / high);
    holder.style.width = `${wide * scale}px`;
    holder.style.height = `${high * scale}px`;
    await drawPage(page, holder, { scale, turn }, signal);
    // What the large picture needs stays while that is shown.
    if (!stage.layers.has(number)) letGo(stage, page);
  } catch {
    // The page's own place says that it cannot be drawn; its thumbnail stays empty.
  }
};
