import { type KeyboardEvent, useRef, useState } from 'react';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { chordMatches } from '../../shortcuts/chord.ts';
import { useShortcutKeys } from '../../shortcuts/shortcut-context.tsx';
import { isInDialog } from '../../shortcuts/typing-target.ts';
import { useReviewSession } from '../../stores/use-review.ts';
import { useSettings } from '../../stores/use-stores.tsx';
import { AnnotationExportDialog } from './annotation-export-dialog.tsx';
import { AnnotationImportDialog } from './annotation-import-dialog.tsx';
import { ChildSafetyDialog } from './child-safety-dialog.tsx';
import { type Desk, DeskProvider } from './desk-context.tsx';
import { Divider } from './divider.tsx';
import { EvidencePane } from './evidence-pane.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import { OtherDeviceBanners } from './other-device-banners.tsx';
import { OvertakenDialog } from './overtaken-dialog.tsx';
import { RecuseDialog } from './recuse-dialog.tsx';
import styles from './review-desk.module.css';
import { ReviewHeader } from './review-header.tsx';
import { RubricPane } from './rubric-pane.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';
import { ReadProblem, StateBanner } from './state-banner.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import { useDeskState } from './use-desk-state.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { useSignsOfWork } from './use-signs-of-work.ts';
import type { Stage } from './use-stage.ts';

export const ReviewDesk = ({ assignmentId }: { assignmentId: AssignmentId }) => {
  const session = useReviewSession(assignmentId, (one) => one);
  if (session?.document == null || session.content === null) return null;
  const { document, content } = session;
  return <OpenDesk assignmentId={assignmentId} session={{ ...session, document, content }} />;
};

type OpenDeskProps = {
  readonly assignmentId: AssignmentId;
  readonly session: Parameters<typeof useDeskState>[1];
};

const OpenDesk = ({ assignmentId, session }: OpenDeskProps) => {
  const { desk, stage } = useDeskState(assignmentId, session);
  return (
    <DeskProvider desk={desk}>
      <DeskLayout desk={desk} stage={stage} />
      {desk.dialog === 'submit' && <SubmitDialog />}
      {desk.dialog === 'recuse' && <RecuseDialog />}
      {desk.dialog === 'set-aside' && <SetAsideDialog />}
      {desk.dialog === 'child-safety' && <ChildSafetyDialog />}
      {desk.dialog === 'export-annotations' && <AnnotationExportDialog />}
      {desk.dialog === 'import-annotations' && <AnnotationImportDialog />}
      {desk.dialog === 'overtaken' && <OvertakenDialog />}
      {desk.dialog === 'history' && <HistoryDialog />}
    </DeskProvider>
  );
};

/** The width given to evidence: where it is dragged now, else what the settings remember. */
const useShare = () => {
  const kept = useSettings(({ settings }) => settings.evidenceShare);
  const change = useSettings((slice) => slice.change);
  const [dragged, setDragged] = useState<number | null>(null);
  const onShare = (share: number, final: boolean): void => {
    setDragged(final ? null : share);
    if (final && share !== kept) void change({ evidenceShare: share });
  };
  return { share: dragged ?? kept, onShare };
};

const DeskLayout = ({ desk, stage }: { desk: Desk; stage: Stage }) => {
  const screen = useRef<HTMLDivElement>(null);
  const { share, onShare } = useShare();
  const { signs, sign } = useSignsOfWork(desk.assignmentId);
  const { effectiveKeys, mac } = useShortcutKeys();
  useReviewKeys(desk, screen);

  /**
   * Enter belongs to the button that has the focus, but not with the modifier: then it submits from anywhere in the review.
   * What opened over it has its keys for itself.
   */
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    signs.onKeyDownCapture();
    const submits = effectiveKeys('review.submit').some((chord) => chordMatches(chord, event, mac));
    if (!submits || !desk.document.editable || isInDialog(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    desk.openDialog('submit');
  };

  return (
    <div className={styles.screen} ref={screen} {...signs} onKeyDownCapture={onKeyDownCapture}>
      <ReviewHeader />
      <OtherDeviceBanners />
      <StateBanner />
      <ReadProblem />
      <div
        className={styles.desk}
        style={{
          gridTemplateColumns: `minmax(0, ${share}fr) auto minmax(25rem, ${1 - share}fr)`,
        }}
      >
        <EvidencePane onActivity={sign} viewerRef={stage.viewerRef} />
        <Divider onShare={onShare} share={share} />
        <RubricPane />
      </div>
    </div>
  );
};
