import { Minus, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './reading-frame.module.css';
import { describeReading } from './reading-page.ts';
import { useReadingPage } from './use-reading-page.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import type { ViewerAction, ViewerMark, ViewerProps } from './viewer.ts';

type ReadingFrameProps = Pick<ViewerProps, 'ref' | 'onActivity'> & {
  /** Already sanitised. */
  readonly html: string;
  readonly title: string;
};

const textSizes = [15, 16, 17, 18, 20, 22, 25];

/**
 * Text evidence in a frame of its own that cannot run anything: `srcdoc`, sandboxed, without scripts. It shares our
 * origin only so that words can be selected and found in it. Keys pressed in it are heard outside.
 */
export const ReadingFrame = ({ ref, html, title, onActivity }: ReadingFrameProps) => {
  const m = useMessages();
  const frame = useRef<HTMLIFrameElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const [sizeAt, setSizeAt] = useState(2);
  const { page, onLoad, reveal } = useReadingPage(frame, {
    size: textSizes[sizeAt] ?? 17,
    marks,
    onActivity,
  });

  const resize = (direction: -1 | 1): void =>
    setSizeAt((at) => Math.min(textSizes.length - 1, Math.max(0, at + direction)));
  const turn = (direction: -1 | 1): void =>
    page?.window.scrollBy(0, direction * page.window.innerHeight * 0.9);
  const actions: Partial<Record<ViewerAction, () => void>> = {
    'zoom-in': () => resize(1),
    'zoom-out': () => resize(-1),
    'next-page': () => turn(1),
    'previous-page': () => turn(-1),
  };

  useViewerHandle(ref, {
    describe: () => describeReading(page),
    reveal,
    highlight: setMarks,
    perform: (action) => {
      actions[action]?.();
      return actions[action] !== undefined;
    },
  });

  if (html.trim() === '') return <EmptyState text={m.viewers.emptyTextHint} title={m.viewers.emptyText} />;
  return (
    <div className={styles.viewer}>
      <iframe
        className={styles.frame}
        onLoad={onLoad}
        ref={frame}
        sandbox="allow-same-origin"
        srcDoc={`<!doctype html><html lang="en"><head><title></title><style></style></head><body>${html}</body></html>`}
        title={title}
      />
      <fieldset aria-label={m.viewers.tools} className={styles.tools}>
        <span className={styles.hint}>{m.viewers.selectHint}</span>
        <IconButton
          command="evidence.zoomOut"
          icon={<Minus />}
          isDisabled={sizeAt === 0}
          label={m.viewers.textSmaller}
          onPress={() => resize(-1)}
          placement="top"
        />
        <IconButton
          command="evidence.zoomIn"
          icon={<Plus />}
          isDisabled={sizeAt === textSizes.length - 1}
          label={m.viewers.textLarger}
          onPress={() => resize(1)}
          placement="top"
        />
      </fieldset>
    </div>
  );
};
