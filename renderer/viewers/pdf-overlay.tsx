import { useMemo } from 'react';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/use-messages.ts';
import { MovableArea } from './pdf-area-mark.tsx';
import { flagHeight, flagWidth, placeFlags } from './pdf-flags.ts';
import { findAll } from './pdf-fold.ts';
import { type PageBox, type PageLook, type PageRect, rectToShown } from './pdf-geometry.ts';
import { lineRects, type Measure } from './pdf-line-rects.ts';
import styles from './pdf-overlay.module.css';
import type { PageText } from './pdf-page-text.ts';
import { rectStyle } from './pdf-rect-style.ts';
import { toneStyle } from './tone.ts';
import type { PlacedMark } from './use-pdf-anchors.ts';
import type { ViewerProps } from './viewer.ts';

/** Matches drawn on one page: a page full of one letter is not worth more. */
const mostDrawn = 500;

type PlaceOnPage = { readonly box: PageBox; readonly look: PageLook };

const titleOf = ({ mark, state }: PlacedMark, m: Messages): string => {
  if (state === 'lost') return m.viewerPdf.lostMark(mark.title);
  return state === 'moved' ? m.viewerPdf.movedMark(mark.title) : mark.title;
};

/** The tint of cited places, under the words so that these stay black, in the colour of their criterion. */
export const MarkTints = ({ placed, box, look }: PlaceOnPage & { placed: readonly PlacedMark[] }) => (
  <div aria-hidden className={styles.tints}>
    {placed.flatMap(({ mark, state, rects, isArea }) =>
      rects.map((rect, at) => (
        <span
          className={styles.tint}
          data-area={isArea || undefined}
          data-lost={state === 'lost' || undefined}
          data-tint={mark.id}
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one mark have no other name, and no state.
          key={`${mark.id} ${at}`}
          style={{ ...rectStyle(box, look, rect), ...toneStyle(mark.tone) }}
        />
      )),
    )}
  </div>
);

type MatchTintsProps = PlaceOnPage & {
  readonly content: PageText;
  readonly pattern: RegExp;
  /** Where the match that is looked at begins, when it is on this page. */
  readonly current: number | null;
  readonly measure: Measure;
};

/** The matches of a search on one page. */
export const MatchTints = ({ content, pattern, current, measure, box, look }: MatchTintsProps) => {
  const matches = useMemo(
    () =>
      findAll(content.text, pattern, mostDrawn).map(({ from, to }) => ({
        from,
        rects: lineRects(content, from, to, measure),
      })),
    [content, pattern, measure],
  );
  return (
    <div aria-hidden className={styles.tints}>
      {matches.flatMap(({ from, rects }) =>
        rects.map((rect) => (
          <span
            className={styles.match}
            data-current={from === current || undefined}
            data-match
            key={`${from} ${rect.x} ${rect.y}`}
            style={rectStyle(box, look, rect)}
          />
        )),
      )}
    </div>
  );
};

type PlainTintsProps = PlaceOnPage & { readonly rects: readonly PageRect[]; readonly kind: 'pick' | 'flash' };

/** Selected words that the browser no longer shows as selected; or the place that was jumped to. */
export const PlainTints = ({ rects, kind, box, look }: PlainTintsProps) => (
  <div aria-hidden className={kind === 'pick' ? styles.tints : styles.rings}>
    {rects.map((rect) => (
      <span
        className={styles[kind]}
        data-kind={kind}
        key={`${rect.x} ${rect.y}`}
        style={rectStyle(box, look, rect)}
      />
    ))}
  </div>
);

type MarkFlagsProps = PlaceOnPage & {
  readonly placed: readonly PlacedMark[];
  readonly onPick: ViewerProps['onPick'];
};

/** The letters of the criteria beside their marks. The list under the stage is their way by keyboard. */
export const MarkFlags = ({ placed, box, look, onPick }: MarkFlagsProps) => {
  const m = useMessages();
  const begun = placed.flatMap((one) => {
    const [rect] = one.rects;
    return one.begins && rect !== undefined ? [{ ...one, rect: rectToShown(box, look, rect) }] : [];
  });
  const flags = placeFlags(begun.map(({ rect, mark, isArea }) => ({ rect, isArea, letters: mark.letters })));
  return begun.map((one, at) => {
    const { mark, state } = one;
    const title = titleOf(one, m);
    return (
      <button
        aria-label={title}
        className={styles.flag}
        data-flag={mark.id}
        data-lost={state === 'lost' || undefined}
        key={mark.id}
        onClick={() => onPick(mark.id)}
        style={{
          left: flags[at]?.x,
          top: flags[at]?.y,
          width: flagWidth(mark.letters),
          height: flagHeight,
          ...toneStyle(mark.tone),
        }}
        tabIndex={-1}
        title={title}
        type="button"
      >
        {mark.letters === '' ? '•' : mark.letters}
      </button>
    );
  });
};

type MovableAreasProps = MarkFlagsProps & {
  readonly page: number;
  readonly onMove: NonNullable<ViewerProps['onMove']>;
  readonly onActivity: () => void;
};

/** The frames of cited areas, which can be moved. */
export const MovableAreas = ({ placed, page, box, look, onPick, onMove, onActivity }: MovableAreasProps) => {
  const m = useMessages();
  return placed.map((one) => {
    const [rect] = one.rects;
    return one.isArea && rect !== undefined ? (
      <MovableArea
        box={box}
        key={one.mark.id}
        look={look}
        onActivity={onActivity}
        onMove={onMove}
        onPick={onPick}
        page={page}
        placed={{ ...one, rect }}
        title={titleOf(one, m)}
      />
    ) : null;
  });
};
