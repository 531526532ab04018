import { SquareDashedMousePointer, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { ImageMarks } from './image-marks.tsx';
import styles from './image-viewer.module.css';
import { useImageDrag } from './use-image-drag.ts';
import { type ImageView, useImageView } from './use-image-view.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { useWheelZoom } from './use-wheel-zoom.ts';
import { ViewTools } from './view-tools.tsx';
import type { ViewerMark, ViewerProps, ViewerSource } from './viewer.ts';
import { FailedFace } from './viewer-face.tsx';

export const ImageViewer = (props: ViewerProps) => {
  const m = useMessages();
  const [failed, setFailed] = useState(false);
  const again = (): void => setFailed(false);
  if (failed) return <FailedFace onRetry={again} text={m.viewers.failedRead} />;
  return <ImageStage {...props} onFail={() => setFailed(true)} />;
};

const ImageStage = ({ ref, source, onPick, onActivity, onFail }: ViewerProps & { onFail: () => void }) => {
  const m = useMessages();
  const scroller = useRef<HTMLElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const view = useImageView(scroller);
  const { marking, setMarking, area, clear, handlers } = useImageDrag({
    scroller,
    picture,
    rotation: view.rotation,
    onActivity,
  });
  useWheelZoom(scroller, view.step);

  useViewerHandle(ref, {
    describe: () => (area === null ? { kind: 'whole' } : { kind: 'region', region: area }),
    reveal: view.reveal,
    highlight: (next) => {
      setMarks(next);
      // A marked area that was cited stands as a mark now.
      if (next.some(({ locator }) => locator.kind === 'region' && locator.region === area)) clear();
    },
    perform: view.perform,
  });

  return (
    <div className={styles.viewer}>
      <section
        aria-label={m.viewers.image(source.label)}
        className={styles.scroller}
        data-marking={marking || undefined}
        {...handlers}
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={styles.picture} ref={picture} style={view.laid}>
          <Picture area={area} marks={marks} onFail={onFail} onPick={onPick} source={source} view={view} />
        </div>
      </section>
      <ViewTools
        fitLabel={view.zoom === 'whole' ? m.viewers.zoomFit : m.viewers.zoomFitWhole}
        perform={view.perform}
        scale={view.scale}
      >
        <IconButton
          aria-pressed={marking}
          icon={<SquareDashedMousePointer />}
          label={m.viewers.markArea}
          onPress={() => setMarking(!marking)}
          placement="top"
          variant={marking ? 'secondary' : 'quiet'}
        />
        {area !== null && (
          <IconButton icon={<X />} label={m.viewers.clearArea} onPress={clear} placement="top" />
        )}
        <span className={styles.hint}>{marking ? m.viewers.markAreaHint : m.viewers.imageHint}</span>
      </ViewTools>
    </div>
  );
};

type PictureProps = {
  readonly source: ViewerSource;
  readonly view: ImageView;
  readonly area: PercentRect | null;
  readonly marks: readonly ViewerMark[];
  readonly onPick: (markId: string) => void;
  readonly onFail: () => void;
};

/** The image, turned, with what is marked on it. */
const Picture = ({ source, view, area, marks, onPick, onFail }: PictureProps) => (
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
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        // An SVG without a size of its own has none here; a page's worth is shown.
        view.onNatural({ width: naturalWidth || 1000, height: naturalHeight || 750 })
      }
      src={source.url}
    />
    <ImageMarks area={area} marks={marks} onPick={onPick} />
  </div>
);
