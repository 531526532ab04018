import { SquareDashedMousePointer, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { AreaBox, ImageMarks, RevealedArea } from './image-marks.tsx';
import styles from './image-viewer.module.css';
import { type ImageArea, useImageArea, useImageDrag } from './use-image-drag.ts';
import { type ImageView, useImageView } from './use-image-view.ts';
import { useLatestCall } from './use-latest-call.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { useWheelZoom } from './use-wheel-zoom.ts';
import { ViewTools } from './view-tools.tsx';
import type { AnchorState, ViewerMark, ViewerProps, ViewerSource } from './viewer.ts';
import type { Size } from './zoom.ts';

type ImageStageProps = ViewerProps & {
  /** The file breaks off: what is missing is said. */
  readonly cutOff: boolean;
  readonly onFail: () => void;
};

/** A place in per cent is always in the picture; another kind of place is not one in a picture. */
const anchorsOf = (marks: readonly ViewerMark[]): ReadonlyMap<string, AnchorState> =>
  new Map(
    marks.map(({ id, locator }) => [
      id,
      locator.kind === 'region' || locator.kind === 'whole' ? 'found' : 'lost',
    ]),
  );

/** The open picture with its marks, its tools and the area being marked. */
export const ImageStage = ({
  ref,
  source,
  onPick,
  onMove,
  onAnchors,
  onActivity,
  cutOff,
  onFail,
}: ImageStageProps) => {
  const m = useMessages();
  const scroller = useRef<HTMLElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const [revealed, setRevealed] = useState<PercentRect | null>(null);
  const [heldId, onHold] = useState<string | null>(null);
  const [told, tell] = useState<PercentRect | null>(null);
  const view = useImageView({ scroller, picture });
  const places = { scroller, picture, rotation: view.rotation, onActivity };
  const draft = useImageArea(places);
  const drag = useImageDrag(places, draft);
  useWheelZoom(scroller, view.step);
  const tellAnchors = useLatestCall(onAnchors);
  useEffect(() => tellAnchors(anchorsOf(marks)), [marks, tellAnchors]);
  // Marking by keyboard begins with the keys on the box.
  const placedBox = draft.marking && draft.area !== null;
  useEffect(() => {
    if (placedBox) box.current?.focus();
  }, [placedBox]);

  const clear = (): void => {
    if (box.current?.contains(document.activeElement) === true) scroller.current?.focus();
    draft.clear();
    setRevealed(null);
  };

  useViewerHandle(ref, {
    describe: () => (draft.area === null ? { kind: 'whole' } : { kind: 'region', region: draft.area }),
    reveal: (locator) => {
      setRevealed(locator.kind === 'region' ? locator.region : null);
      return view.reveal(locator);
    },
    highlight: setMarks,
    perform: (action) => {
      if (action === 'clear-place') clear();
      else if (action === 'mark-area') draft.place();
      else return view.perform(action);
      return true;
    },
  });

  const held = marks.some(({ id }) => id === heldId);
  const events = { marks, onHold, onMove, onPick, tell };
  return (
    <div className={styles.viewer}>
      <section
        aria-label={m.viewers.image(source.label)}
        className={styles.scroller}
        data-marking={draft.marking || undefined}
        {...drag}
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={styles.mat}>
          <div className={styles.picture} ref={picture} style={view.laid}>
            <Picture onFail={onFail} source={source} view={view} />
            {view.natural !== null && (
              <Overlay {...events} box={box} clear={clear} draft={draft} revealed={revealed} view={view} />
            )}
          </div>
        </div>
      </section>
      {cutOff && (
        <p className={styles.note} role="note">
          {m.viewerImage.cutOff}
        </p>
      )}
      <output>
        <VisuallyHidden>{told === null ? '' : m.viewerImage.area(told)}</VisuallyHidden>
      </output>
      <ImageTools clear={clear} draft={draft} held={held} scroller={scroller} view={view} />
    </div>
  );
};

type OverlayProps = Pick<ViewerProps, 'onPick' | 'onMove'> & {
  readonly view: ImageView;
  readonly marks: readonly ViewerMark[];
  readonly revealed: PercentRect | null;
  readonly draft: ImageArea;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly clear: () => void;
  readonly tell: (area: PercentRect) => void;
  readonly onHold: (markId: string | null) => void;
};

/** What lies over the picture: the place jumped to, the citations, the area being marked. */
const Overlay = ({ view, marks, revealed, draft, box, clear, tell, ...events }: OverlayProps) => {
  const lie = { rotation: view.rotation, laid: view.laid };
  return (
    <>
      {revealed !== null && <RevealedArea area={revealed} rotation={view.rotation} />}
      <ImageMarks {...lie} {...events} marks={marks} tell={tell} />
      {draft.area !== null && (
        <AreaBox
          {...lie}
          area={draft.area}
          onChange={(area) => {
            draft.setArea(area);
            tell(area);
          }}
          onKeep={() => draft.setMarking(false)}
          onLeave={clear}
          ref={box}
        />
      )}
    </>
  );
};

type ImageToolsProps = {
  readonly view: ImageView;
  readonly draft: ImageArea;
  readonly clear: () => void;
  /** A cited area is taken hold of. */
  readonly held: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
};

const ImageTools = ({ view, draft, held, clear, scroller }: ImageToolsProps) => {
  const m = useMessages();
  const hint = (): string => {
    if (held) return m.viewerImage.heldHint;
    if (draft.area !== null) return m.viewerImage.areaHint;
    return draft.marking ? m.viewerImage.drawHint : m.viewers.imageHint;
  };
  return (
    <ViewTools
      fitLabel={view.zoom === 'whole' ? m.viewers.zoomFit : m.viewers.zoomFitWhole}
      perform={view.perform}
      scale={view.scale}
    >
      <IconButton
        aria-pressed={draft.marking}
        command="evidence.markArea"
        icon={<SquareDashedMousePointer />}
        label={m.viewers.markArea}
        onPress={({ pointerType }) => {
          if (draft.marking) clear();
          else if (pointerType === 'keyboard' || pointerType === 'virtual') draft.place();
          else {
            draft.setMarking(true);
            scroller.current?.focus();
          }
        }}
        placement="top"
        variant={draft.marking ? 'secondary' : 'quiet'}
      />
      {draft.area !== null && (
        <IconButton
          command="evidence.clearPlace"
          icon={<X />}
          label={m.viewers.clearArea}
          onPress={clear}
          placement="top"
        />
      )}
      <span className={styles.hint}>{hint()}</span>
    </ViewTools>
  );
};

/** An SVG without a size of its own is shown a page's worth; one that says it is vast, no larger than a wall. */
const drawingSize: Size = { width: 1000, height: 750 };
const vast = 8000;

const naturalSize = ({ naturalWidth, naturalHeight }: HTMLImageElement, isDrawing: boolean): Size => {
  if (naturalWidth === 0 || naturalHeight === 0) return drawingSize;
  const shrink = isDrawing ? Math.min(1, vast / Math.max(naturalWidth, naturalHeight)) : 1;
  return { width: naturalWidth * shrink, height: naturalHeight * shrink };
};

type PictureProps = {
  readonly source: ViewerSource;
  readonly view: ImageView;
  readonly onFail: () => void;
};

/** The image itself, turned. What the camera noted about its own turn is applied by the browser. */
const Picture = ({ source, view, onFail }: PictureProps) => (
  <div
    className={styles.turned}
    style={{
      width: (view.natural?.width ?? 1) * view.scale,
      height: (view.natural?.height ?? 1) * view.scale,
      transform: `translate(-50%, -50%) rotate(${view.rotation}deg)`,
    }}
  >
    <img
      alt={source.label}
      crossOrigin="anonymous"
      draggable={false}
      onError={onFail}
      onLoad={({ currentTarget }) =>
        view.onNatural(naturalSize(currentTarget, source.mediaType.startsWith('image/svg')))
      }
      src={source.url}
    />
  </div>
);
