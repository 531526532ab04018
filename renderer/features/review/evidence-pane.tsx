import { type RefCallback, useRef } from 'react';
import { useSize } from '../../viewers/use-size.ts';
import type { ViewerHandle } from '../../viewers/viewer.ts';
import { CitationPane } from './citation-pane.tsx';
import { ChangesView } from './comparison/changes-view.tsx';
import { StageFrame } from './comparison/stage-frame.tsx';
import { useDesk } from './desk-context.tsx';
import { EvidenceBar } from './evidence-bar.tsx';
import { EvidenceList } from './evidence-list.tsx';
import styles from './evidence-pane.module.css';
import { EvidenceStage } from './evidence-stage.tsx';
import { PriorPanel } from './prior-panel.tsx';

type EvidencePaneProps = {
  /** Of the first stage's viewer; the second's is in the desk's stages. */
  readonly viewerRef: RefCallback<ViewerHandle>;
  readonly onActivity: () => void;
};

/** Pixels from which the list of evidence stands beside the stage, and two stages beside each other. */
const wideFrom = 860;
const besideFrom = 620;

/** The evidence: what there is, one piece on stage or two, and what was cited in them. */
export const EvidencePane = ({ viewerRef, onActivity }: EvidencePaneProps) => {
  const { document, priorShown, stages } = useDesk();
  const pane = useRef<HTMLDivElement>(null);
  const { width } = useSize(pane);
  const { first, second } = stages;
  const list = width >= wideFrom && second === null;
  const layout = second === null ? 'one' : width >= besideFrom ? 'beside' : 'under';
  const prior = priorShown && document.submission.attempt > 1;
  return (
    <div className={styles.pane} data-wide={list || undefined} ref={pane}>
      {list && <EvidenceList />}
      <div className={styles.middle}>
        <div className={styles.stages} data-layout={layout}>
          <StageFrame id="first">
            {!list && <EvidenceBar stage="first" />}
            <EvidenceStage file={first.file} onActivity={onActivity} stage="first" viewerRef={viewerRef} />
          </StageFrame>
          {second !== null && (
            <StageFrame id="second">
              <EvidenceBar stage="second" />
              {second.changes ? (
                <ChangesView />
              ) : (
                <EvidenceStage
                  file={second.file}
                  onActivity={onActivity}
                  stage="second"
                  viewerRef={second.viewerRef}
                />
              )}
            </StageFrame>
          )}
        </div>
        <div className={styles.below} data-prior={prior || undefined}>
          <CitationPane />
          {prior && <PriorPanel />}
        </div>
      </div>
    </div>
  );
};
