import { CloudDownload, FileX, FolderOpen } from 'lucide-react';
import { type RefCallback, useMemo } from 'react';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useSettings, useStores, useSync } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { EvidenceViewer } from '../../viewers/evidence-viewer.tsx';
import { useLatestCall } from '../../viewers/use-latest-call.ts';
import type { ViewerHandle } from '../../viewers/viewer.ts';
import type { FileOnStage, StageId } from './comparison/stage-files.ts';
import { sourceOf } from './comparison/viewer-source.ts';
import { useDesk } from './desk-context.tsx';
import styles from './evidence-stage.module.css';

type EvidenceStageProps = {
  readonly stage: StageId;
  /** Null: there is nothing to show. */
  readonly file: FileOnStage | null;
  readonly viewerRef: RefCallback<ViewerHandle>;
  readonly onActivity: () => void;
};

/** The piece of evidence being looked at, or why it cannot be yet. */
export const EvidenceStage = ({ stage, file, viewerRef, onActivity }: EvidenceStageProps) => {
  const m = useMessages();
  return (
    <section aria-label={m.comparison.stage[stage]} className={styles.stage} data-region="stage">
      {file === null && (
        <div className={styles.face}>
          <EmptyState icon={<FolderOpen />} text={m.review.noEvidenceText} title={m.review.noEvidenceTitle} />
        </div>
      )}
      {file !== null && file.item.availability !== 'here' && <AbsentFace item={file.item} />}
      {file?.item.availability === 'here' && (
        <Viewer file={file} onActivity={onActivity} viewerRef={viewerRef} />
      )}
    </section>
  );
};

type ViewerOnStageProps = Pick<EvidenceStageProps, 'viewerRef' | 'onActivity'> & {
  readonly file: FileOnStage;
};

const nothing = (): void => undefined;

/** The attempt before is only read: nothing in it is marked, so nothing is picked, moved or anchored. */
const Viewer = ({ file, viewerRef, onActivity }: ViewerOnStageProps) => {
  const { evidenceUrl } = useStores();
  const { item, ofPrior, all } = file;
  const { document, content, showAnnotation, tellAnchors, moveCitation } = useDesk();
  const rate = useSettings(({ settings }) => settings.playbackRate);
  const captions = useSettings(({ settings }) => settings.captions);
  const transcript = useSettings(({ settings }) => settings.transcript);
  const change = useSettings((slice) => slice.change);
  const playback = useMemo(
    () => ({
      rate,
      captions,
      transcript,
      onRate: (playbackRate: number) => void change({ playbackRate }),
      onCaptions: (shown: boolean) => void change({ captions: shown }),
      onTranscript: (shown: boolean) => void change({ transcript: shown }),
    }),
    [rate, captions, transcript, change],
  );
  // What a viewer is given stays the same while the reviewer types, so that it is not drawn for every letter.
  const onMove = useLatestCall(moveCitation);
  const onPick = useLatestCall((markId: string) => {
    const picked = content.annotations.find(({ id }) => id === markId);
    if (picked !== undefined) showAnnotation(picked);
  });
  const citable = document.editable && !ofPrior;
  return (
    <EvidenceViewer
      citable={citable}
      kind={item.kind}
      onActivity={onActivity}
      onAnchors={ofPrior ? nothing : tellAnchors}
      onMove={citable ? onMove : null}
      onPick={onPick}
      playback={playback}
      ref={viewerRef}
      source={sourceOf(item, all, evidenceUrl)}
    />
  );
};

const AbsentFace = ({ item }: { item: EvidenceItem }) => {
  const m = useMessages();
  const { assignmentId } = useDesk();
  const { downloadNow } = useReviewActions();
  const download = useAction(downloadNow);
  const offline = useSync(
    ({ status }) => status?.connection === 'offline' || status?.connection === 'paused',
  );
  const failed = item.availability === 'failed';
  const words = {
    downloading: [m.viewers.downloading, m.viewers.downloadingText(item.bytesHere, item.size)],
    failed: [m.viewers.downloadFailed, m.viewers.downloadFailedText],
    waiting: [
      m.viewers.notHere,
      offline ? m.viewers.notHereOffline(item.size) : m.viewers.notHereText(item.size),
    ],
    away: [m.storage.awayTitle, offline ? m.storage.awayOffline(item.size) : m.storage.awayText(item.size)],
    here: ['', ''],
  }[item.availability];
  return (
    <div className={styles.face} role="status">
      <EmptyState
        action={
          item.availability === 'downloading' ? (
            <span className={styles.progress}>
              <Progress label={m.viewers.downloading} of={item.size} value={item.bytesHere} />
            </span>
          ) : (
            <Button onPress={() => void download.run(assignmentId)}>
              {failed ? m.viewers.downloadAgain : m.viewers.downloadNow}
            </Button>
          )
        }
        icon={failed ? <FileX /> : <CloudDownload />}
        text={download.problem === null ? words[1] : m.common.problem(download.problem)}
        title={words[0] ?? ''}
      />
    </div>
  );
};
