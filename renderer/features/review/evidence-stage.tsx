import { CloudDownload, FileX, FolderOpen } from 'lucide-react';
import type { RefCallback } from 'react';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useSettings, useStores, useSync } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { EvidenceViewer } from '../../viewers/evidence-viewer.tsx';
import type { ViewerHandle, ViewerSource } from '../../viewers/viewer.ts';
import { useDesk } from './desk-context.tsx';
import { captionsOf } from './evidence-order.ts';
import styles from './evidence-stage.module.css';

type EvidenceStageProps = {
  readonly viewerRef: RefCallback<ViewerHandle>;
  readonly onActivity: () => void;
};

/** The piece of evidence being looked at, or why it cannot be yet. */
export const EvidenceStage = ({ viewerRef, onActivity }: EvidenceStageProps) => {
  const m = useMessages();
  const { document, artifactId } = useDesk();
  const item = document.evidence.find(({ id }) => id === artifactId);
  return (
    <section aria-label={m.review.stage} className={styles.stage} data-region="stage">
      {item === undefined && (
        <div className={styles.face}>
          <EmptyState icon={<FolderOpen />} text={m.review.noEvidenceText} title={m.review.noEvidenceTitle} />
        </div>
      )}
      {item !== undefined && item.availability !== 'here' && <AbsentFace item={item} />}
      {item?.availability === 'here' && <Viewer item={item} onActivity={onActivity} viewerRef={viewerRef} />}
    </section>
  );
};

const Viewer = ({ item, viewerRef, onActivity }: EvidenceStageProps & { item: EvidenceItem }) => {
  const { evidenceUrl } = useStores();
  const { document, content, showAnnotation } = useDesk();
  const rate = useSettings(({ settings }) => settings.playbackRate);
  const captions = useSettings(({ settings }) => settings.captions);
  const change = useSettings((slice) => slice.change);
  const track = captionsOf(document.evidence, item.id);
  const source: ViewerSource = {
    artifactId: item.id,
    label: item.label,
    mediaType: item.mediaType,
    sha256: item.sha256,
    size: item.size,
    url: evidenceUrl(item.id),
    captionsUrl: track === null ? null : evidenceUrl(track.id),
  };
  return (
    <EvidenceViewer
      kind={item.kind}
      onActivity={onActivity}
      onPick={(markId) => {
        const picked = content.annotations.find(({ id }) => id === markId);
        if (picked !== undefined) showAnnotation(picked);
      }}
      playback={{
        rate,
        captions,
        onRate: (playbackRate) => void change({ playbackRate }),
        onCaptions: (shown) => void change({ captions: shown }),
      }}
      ref={viewerRef}
      source={source}
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
