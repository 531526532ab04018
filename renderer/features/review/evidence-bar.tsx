import { ChevronLeft, ChevronRight, TriangleAlert } from 'lucide-react';
import type { ArtifactId } from '../../../shared/domain/ids.ts';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './evidence-bar.module.css';
import { evidenceFacts, KindIcon } from './evidence-names.tsx';
import { evidenceBySlot } from './evidence-order.ts';

/** The evidence on a narrow desk: one line above the stage, with a list that opens. */
export const EvidenceBar = () => {
  const m = useMessages();
  const { document, artifactId, showArtifact } = useDesk();
  const groups = evidenceBySlot(document);
  const order = groups.flatMap(({ items }) => items);
  const at = order.findIndex(({ id }) => id === artifactId);
  const current = order[at];
  const missing = groups.filter((group) => group.missing);

  return (
    <nav aria-label={m.review.evidence} className={styles.bar} data-region="evidence">
      {current !== undefined && <KindIcon kind={current.kind} />}
      <select
        aria-label={m.review.chooseEvidence}
        className={styles.select}
        data-entry
        onChange={(event) => showArtifact(event.currentTarget.value as ArtifactId)}
        value={artifactId ?? ''}
      >
        {groups.map(({ slot, items, missing: lacks }) => (
          <optgroup
            key={slot?.id ?? ''}
            label={`${slot?.title ?? m.review.otherFiles}${lacks ? `: ${m.review.slotMissing}` : ''}`}
          >
            {items.map((item) => (
              <option key={item.id} value={item.id}>
                {item.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {missing.length > 0 && (
        <span
          className={styles.missing}
          title={m.review.missingEvidence(missing.map(({ slot }) => slot?.title ?? ''))}
        >
          <TriangleAlert aria-hidden />
        </span>
      )}
      <span className={styles.facts}>{current === undefined ? '' : evidenceFacts(current, m)}</span>
      <span className={styles.count}>{order.length > 0 && m.review.evidenceOf(at + 1, order.length)}</span>
      <Steps at={at} order={order} />
    </nav>
  );
};

const Steps = ({ at, order }: { at: number; order: readonly EvidenceItem[] }) => {
  const m = useMessages();
  const { showArtifact } = useDesk();
  const go = (direction: -1 | 1) => (): void => {
    const next = order[at + direction];
    if (next !== undefined) showArtifact(next.id);
  };
  return (
    <>
      <IconButton
        command="review.previousEvidence"
        icon={<ChevronLeft />}
        isDisabled={at <= 0}
        label={m.review.previousEvidence}
        onPress={go(-1)}
        size="small"
      />
      <IconButton
        command="review.nextEvidence"
        icon={<ChevronRight />}
        isDisabled={at === -1 || at >= order.length - 1}
        label={m.review.nextEvidence}
        onPress={go(1)}
        size="small"
      />
    </>
  );
};
