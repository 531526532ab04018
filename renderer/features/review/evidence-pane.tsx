import { type RefCallback, useRef } from 'react';
import { useSize } from '../../viewers/use-size.ts';
import type { ViewerHandle } from '../../viewers/viewer.ts';
import { CitationPane } from './citation-pane.tsx';
import { useDesk } from './desk-context.tsx';
import { EvidenceBar } from './evidence-bar.tsx';
import { EvidenceList } from './evidence-list.tsx';
import styles from './evidence-pane.module.css';
import { EvidenceStage } from './evidence-stage.tsx';
import { PriorPanel } from './prior-panel.tsx';

type EvidencePaneProps = {
  readonly viewerRef: RefCallback<ViewerHandle>;
  readonly onActivity: () => void;
};

/** Pixels from which the list of evidence stands beside the stage. */
const wideFrom = 860;

/** The evidence: what there is, the one on stage, and what was cited in it. */
export const EvidencePane = ({ viewerRef, onActivity }: EvidencePaneProps) => {
  const { document, priorShown } = useDesk();
  const pane = useRef<HTMLDivElement>(null);
  const { width } = useSize(pane);
  const wide = width >= wideFrom;
  const prior = priorShown && document.submission.attempt > 1;
  return (
    <div className={styles.pane} data-wide={wide || undefined} ref={pane}>
      {wide ? <EvidenceList /> : <EvidenceBar />}
      <div className={styles.middle}>
        <EvidenceStage onActivity={onActivity} viewerRef={viewerRef} />
        <div className={styles.below} data-prior={prior || undefined}>
          <CitationPane />
          {prior && <PriorPanel />}
        </div>
      </div>
    </div>
  );
};
