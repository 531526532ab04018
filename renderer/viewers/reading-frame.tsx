import { Minus, Plus, Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ReadingFindBar } from './reading-find-bar.tsx';
import styles from './reading-frame.module.css';
import { describeReading } from './reading-page.ts';
import { type ReadingFind, useReadingFind } from './use-reading-find.ts';
import { useReadingPage } from './use-reading-page.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { useWholeHandle } from './use-whole-handle.ts';
import type { ViewerAction, ViewerMark, ViewerProps } from './viewer.ts';

type ReadingFrameProps = Pick<ViewerProps, 'ref' | 'citable' | 'onActivity' | 'onPick' | 'onAnchors'> & {
  /** Already sanitised. */
  readonly html: string;
  readonly title: string;
  /** What is to be known of how the words are shown. */
  readonly notes: readonly string[];
};

const textSizes = [15, 16, 17, 18, 20, 22, 25];

const hasSomething = (html: string): boolean =>
  /<img\s/i.test(html) || html.replace(/<[^>]*>|&nbsp;/g, '').trim() !== '';

/**
 * Text evidence in a frame of its own that cannot run anything: `srcdoc`, sandboxed, without scripts. It shares our
 * origin only so that words can be selected and found in it. Keys pressed in it are heard outside.
 */
export const ReadingFrame = ({ html, notes, title, ...props }: ReadingFrameProps) => {
  const m = useMessages();
  return hasSomething(html) ? (
    <Reading {...props} html={html} notes={notes} title={title} />
  ) : (
    <EmptyReading {...props} text={m.viewers.emptyTextHint} title={m.viewers.emptyText} />
  );
};

/** A file without words can be cited as a whole all the same. */
const EmptyReading = ({
  ref,
  text,
  title,
  onAnchors,
}: Pick<ViewerProps, 'ref' | 'onAnchors'> & { readonly text: string; readonly title: string }) => {
  useWholeHandle({ ref, onAnchors });
  return <EmptyState text={text} title={title} />;
};

const Reading = ({ ref, html, title, notes, citable, ...events }: ReadingFrameProps) => {
  const frame = useRef<HTMLIFrameElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const [sizeAt, setSizeAt] = useState(2);
  const [asked, setAsked] = useState(0);
  const size = textSizes[sizeAt] ?? 17;
  const { page, onLoad, reveal, clear } = useReadingPage(frame, { ...events, size, marks });
  const find = useReadingFind(page, frame);
  // The frame loads anew whenever this text changes, and with it the place that is being read would be lost.
  const srcDoc = useMemo(
    () =>
      `<!doctype html><html lang="en"><head><title></title><style></style></head><body>${html}</body></html>`,
    [html],
  );

  const resize = (direction: -1 | 1): void =>
    setSizeAt((at) => Math.min(textSizes.length - 1, Math.max(0, at + direction)));
  const turn = (direction: -1 | 1): void =>
    page?.window.scrollBy(0, direction * page.window.innerHeight * 0.9);
  const seek = (): void => {
    find.open();
    setAsked(asked + 1);
  };
  const step = (direction: -1 | 1): void => (find.shown ? find.step(direction) : seek());
  const actions: Partial<Record<ViewerAction, () => void>> = {
    'zoom-in': () => resize(1),
    'zoom-out': () => resize(-1),
    'next-page': () => turn(1),
    'previous-page': () => turn(-1),
    find: seek,
    'find-next': () => step(1),
    'find-previous': () => step(-1),
    'clear-place': clear,
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

  return (
    <div className={styles.viewer}>
      {find.shown && <ReadingFindBar asked={asked} find={find} />}
      <iframe
        className={styles.frame}
        onLoad={onLoad}
        ref={frame}
        sandbox="allow-same-origin"
        srcDoc={srcDoc}
        title={title}
      />
      {notes.length > 0 && (
        <p className={styles.notes} role="note">
          {notes.join(' ')}
        </p>
      )}
      <ReadingTools citable={citable} find={find} resize={resize} seek={seek} sizeAt={sizeAt} />
    </div>
  );
};

type ReadingToolsProps = {
  readonly citable: boolean;
  readonly find: ReadingFind;
  readonly seek: () => void;
  /** The place in `textSizes`. */
  readonly sizeAt: number;
  readonly resize: (direction: -1 | 1) => void;
};

const ReadingTools = ({ citable, find, seek, sizeAt, resize }: ReadingToolsProps) => {
  const m = useMessages();
  return (
    <fieldset aria-label={m.viewers.tools} className={styles.tools}>
      <IconButton
        aria-pressed={find.shown}
        command="evidence.find"
        icon={<Search />}
        label={m.viewerReading.find}
        onPress={find.shown ? find.close : seek}
        placement="top"
        variant={find.shown ? 'secondary' : 'quiet'}
      />
      <span className={styles.hint}>{citable ? m.viewerReading.selectHint : ''}</span>
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
  );
};
