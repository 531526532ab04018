import { Columns2, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './evidence-list.module.css';
import { evidenceFacts, KindIcon } from './evidence-names.tsx';
import { evidenceBySlot, type SlotEvidence } from './evidence-order.ts';

/** The evidence by slot, beside the stage. Up and Down move; the list is one stop of the Tab key. */
export const EvidenceList = () => {
  const m = useMessages();
  const { document, stages } = useDesk();
  const list = useRef<HTMLElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('li button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.click();
  };

  return (
    <nav
      aria-label={m.review.evidenceList}
      className={styles.list}
      data-region="evidence"
      onKeyDown={onKeyDown}
      ref={list}
    >
      <div className={styles.head}>
        <IconButton
          command="review.beside"
          icon={<Columns2 />}
          label={m.comparison.open}
          onPress={stages.toggleSecond}
          placement="right"
          size="small"
        />
      </div>
      {evidenceBySlot(document).map((group) => (
        <Slot group={group} key={group.slot?.id ?? ''} />
      ))}
    </nav>
  );
};

const Slot = ({ group }: { group: SlotEvidence }) => {
  const m = useMessages();
  const { slot, items, missing } = group;
  const empty = slot?.required === false ? m.review.slotEmpty : null;
  return (
    <section className={styles.slot}>
      <h2 className={styles.title} title={slot?.guidance}>
        {slot?.title ?? m.review.otherFiles}
        {slot?.required === false && <span>{` (${m.review.slotOptional})`}</span>}
      </h2>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Row item={item} />
          </li>
        ))}
      </ul>
      {missing && (
        <p className={styles.missing}>
          <TriangleAlert aria-hidden />
          {m.review.slotMissing}
        </p>
      )}
      {items.length === 0 && !missing && empty !== null && <p className={styles.empty}>{empty}</p>}
    </section>
  );
};

const Row = ({ item }: { item: EvidenceItem }) => {
  const m = useMessages();
  const { artifactId, content, showArtifact } = useDesk();
  const current = item.id === artifactId;
  const cited = content.annotations.filter((annotation) => annotation.artifactId === item.id).length;
  return (
    <button
      aria-current={current}
      className={styles.row}
      data-entry={current || undefined}
      onClick={() => showArtifact(item.id)}
      tabIndex={current ? 0 : -1}
      type="button"
    >
      <KindIcon kind={item.kind} />
      <span className={styles.words}>
        <span className={styles.label}>{item.label}</span>
        <span className={styles.facts} data-failed={item.availability === 'failed' || undefined}>
          {evidenceFacts(item, m)}
        </span>
        {item.availability === 'downloading' && (
          <Progress label={m.viewers.downloading} of={item.size} value={item.bytesHere} />
        )}
      </span>
      {cited > 0 && (
        <span className={styles.cited} title={m.review.citations(cited)}>
          {cited}
        </span>
      )}
    </button>
  );
};
