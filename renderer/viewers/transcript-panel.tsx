import { useVirtualizer } from '@tanstack/react-virtual';
import { LocateFixed, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import small from '../ui/small-input.module.css';
import { FindSteps } from './find-steps.tsx';
import styles from './transcript-panel.module.css';
import { placesByCue, type QuotedPlace } from './transcript-quotes.ts';
import { TranscriptRow } from './transcript-row.tsx';
import { selectCue, selectedStretch } from './transcript-selection.ts';
import { cueBefore, cueOfOffset, placeOfWords, type Stretch, type Transcript } from './transcript-text.ts';
import type { TranscriptPanelHandle } from './use-media-place.ts';
import type { TranscriptState } from './use-transcript.ts';
import { useTranscriptSearch } from './use-transcript-search.ts';

type TranscriptPanelProps = {
  readonly citable: boolean;
  readonly ref: RefObject<TranscriptPanelHandle | null>;
  readonly state: TranscriptState;
  /** Seconds. */
  readonly time: number;
  readonly quotes: ReadonlyMap<string, QuotedPlace>;
  readonly onSeek: (seconds: number) => void;
  readonly onClose: () => void;
  /** The search was asked for before the panel was there. */
  readonly findAtOnce: boolean;
};

/** What is said, beside what plays: follows it, is searched, jumped from and quoted. */
export const TranscriptPanel = (props: TranscriptPanelProps) => {
  const { state, onClose } = props;
  const m = useMessages();
  return (
    <section aria-label={m.viewerMedia.transcript} className={styles.panel}>
      {state.kind === 'ready' && state.transcript.cues.length > 0 ? (
        <Words {...props} transcript={state.transcript} />
      ) : (
        <>
          <div className={styles.head}>
            <span className={styles.gap} />
            <CloseButton onClose={onClose} />
          </div>
          <p className={styles.plain} role="status">
            {
              {
                none: m.viewerMedia.noTranscript,
                loading: m.viewerMedia.transcriptLoading,
                failed: m.viewerMedia.transcriptFailed,
                ready: m.viewerMedia.transcriptEmpty,
              }[state.kind]
            }
          </p>
        </>
      )}
    </section>
  );
};

const CloseButton = ({ onClose }: { onClose: () => void }) => {
  const m = useMessages();
  return (
    <IconButton
      command="evidence.transcript"
      icon={<X />}
      label={m.viewerMedia.closeTranscript}
      onPress={onClose}
      size="small"
    />
  );
};

/** The list of captions, of which only those in sight are drawn. */
const useLines = (transcript: Transcript) => {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: transcript.cues.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    overscan: 12,
  });
  return { scroller, lines };
};

const Words = (props: TranscriptPanelProps & { readonly transcript: Transcript }) => {
  const { ref, transcript, time, quotes, onSeek, onClose, findAtOnce } = props;
  const { scroller, lines } = useLines(transcript);
  const [following, follow] = useState(true);
  const [stop, setStop] = useState<number | null>(null);
  const current = cueBefore(transcript, time + 0.001);
  const spoken = time < (transcript.cues[current]?.end ?? 0);
  const byCue = useMemo(() => placesByCue(transcript, [...quotes.values()]), [transcript, quotes]);

  const showWords = ({ from }: Stretch): void => {
    follow(false);
    lines.scrollToIndex(cueOfOffset(transcript, from), { align: 'center' });
  };
  const search = useTranscriptSearch(transcript, showWords, findAtOnce);

  useImperativeHandle(ref, () => ({
    selected: () => {
      const stretch = scroller.current === null ? null : selectedStretch(scroller.current, transcript);
      return stretch === null ? null : placeOfWords(transcript, stretch);
    },
    find: search.focus,
    findNext: search.go,
    showWords,
    clearSelection: () => {
      if (scroller.current !== null && selectedStretch(scroller.current, transcript) !== null)
        getSelection()?.removeAllRanges();
    },
  }));

  // Kept in view while it is followed; the reader's own scrolling ends that.
  useEffect(() => {
    if (!following || current < 0) return;
    if (scroller.current !== null && selectedStretch(scroller.current, transcript) !== null) return;
    lines.scrollToIndex(current, { align: 'center' });
  }, [following, current, lines, scroller, transcript]);

  const seek = (cue: number): void => {
    const { start } = transcript.cues[cue] ?? { start: 0 };
    setStop(cue);
    follow(true);
    onSeek(start);
  };
  const stopAt = Math.min(stop ?? Math.max(0, current), transcript.cues.length - 1);
  const onKeyDown = useLineKeys({ transcript, stopAt, setStop, scroller, follow, show: lines.scrollToIndex });

  return (
    <>
      <SearchHead onClose={onClose} search={search} />
      <div
        className={styles.scroller}
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) follow(false);
        }}
        onWheel={() => follow(false)}
        ref={scroller}
      >
        <LineList
          byCue={byCue}
          current={spoken ? current : -1}
          lines={lines}
          onKeyDown={onKeyDown}
          onSeek={seek}
          search={search}
          stopAt={stopAt}
          transcript={transcript}
        />
      </div>
      <Foot citable={props.citable} following={following} onFollow={() => follow(true)} />
    </>
  );
};

type LineKeys = {
  readonly transcript: Transcript;
  readonly stopAt: number;
  readonly setStop: (cue: number) => void;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly follow: (follows: boolean) => void;
  readonly show: (cue: number) => void;
};

/** Arrows go through the captions; Shift with an arrow begins a selection, which the browser then widens itself. */
const useLineKeys =
  ({ transcript, stopAt, setStop, scroller, follow, show }: LineKeys) =>
  (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey) {
      const begins = event.key === 'ArrowRight' || event.key === 'ArrowDown';
      if (!begins || scroller.current === null || selectedStretch(scroller.current, transcript) !== null)
        return;
      selectCue(scroller.current, stopAt);
      event.preventDefault();
      return;
    }
    const last = transcript.cues.length - 1;
    const to = { ArrowUp: stopAt - 1, ArrowDown: stopAt + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const cue = Math.min(last, Math.max(0, to));
    follow(false);
    setStop(cue);
    show(cue);
    const focus = (): void =>
      scroller.current?.querySelector<HTMLElement>(`[data-cue="${cue}"] button`)?.focus();
    // A line that was out of sight is drawn only now.
    requestAnimationFrame(() => requestAnimationFrame(focus));
  };

type LineListProps = {
  readonly transcript: Transcript;
  readonly lines: ReturnType<typeof useLines>['lines'];
  readonly byCue: ReadonlyMap<number, readonly QuotedPlace[]>;
  readonly search: ReturnType<typeof useTranscriptSearch>;
  readonly current: number;
  readonly stopAt: number;
  readonly onSeek: (cue: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

const LineList = (props: LineListProps) => {
  const { transcript, lines, byCue, search, current, stopAt, onSeek, onKeyDown } = props;
  const m = useMessages();
  return (
    <ol
      aria-label={m.viewerMedia.transcriptLines}
      className={styles.lines}
      onKeyDown={onKeyDown}
      style={{ height: lines.getTotalSize() }}
    >
      {lines.getVirtualItems().map(({ index, start }) => {
        const cue = transcript.cues[index];
        return cue === undefined ? null : (
          <TranscriptRow
            cue={cue}
            current={index === current}
            index={index}
            isStop={index === stopAt}
            key={index}
            matches={search.matches}
            measure={lines.measureElement}
            offset={transcript.starts[index] ?? 0}
            onSeek={onSeek}
            places={byCue.get(index) ?? none}
            sameSpeaker={index > 0 && transcript.cues[index - 1]?.speaker === cue.speaker}
            shownMatch={search.shown}
            top={start}
          />
        );
      })}
    </ol>
  );
};

const none: readonly QuotedPlace[] = [];

type FootProps = Pick<TranscriptPanelProps, 'citable'> & {
  readonly following: boolean;
  readonly onFollow: () => void;
};

const Foot = ({ citable, following, onFollow }: FootProps) => {
  const m = useMessages();
  return (
    <div className={styles.foot}>
      <span>{citable ? m.viewerMedia.transcriptHint : ''}</span>
      {!following && (
        <IconButton
          icon={<LocateFixed />}
          label={m.viewerMedia.follow}
          onPress={onFollow}
          placement="top"
          size="small"
        />
      )}
    </div>
  );
};

type SearchHeadProps = {
  readonly search: ReturnType<typeof useTranscriptSearch>;
  readonly onClose: () => void;
};

const SearchHead = ({ search, onClose }: SearchHeadProps) => {
  const m = useMessages();
  const count = search.matches.length;
  return (
    <div className={styles.head}>
      <input
        aria-label={m.viewerMedia.findInTranscript}
        className={classNames(small.input, styles.search)}
        onChange={(event) => search.ask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.go(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && search.query !== '') search.ask('');
          else return;
          event.preventDefault();
        }}
        placeholder={m.viewerMedia.findPlaceholder}
        ref={search.field}
        type="search"
        value={search.query}
      />
      <output className={styles.count}>
        {search.query.trim() === ''
          ? ''
          : count === 0
            ? m.viewerMedia.findNothing
            : m.viewerMedia.findCount(search.at + 1, count)}
      </output>
      <FindSteps enabled={count > 0} onStep={search.go} />
      <CloseButton onClose={onClose} />
    </div>
  );
};
