import {
  ChevronLeft,
  ChevronRight,
  Columns2,
  GitCompareArrows,
  Keyboard,
  TriangleAlert,
  X,
} from 'lucide-react';
import type { ArtifactId } from '../../../shared/domain/ids.ts';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import small from '../../ui/small-input.module.css';
import type { StageId } from './comparison/stage-files.ts';
import { orderOf, priorBySlot } from './comparison/stage-files.ts';
import { useDesk } from './desk-context.tsx';
import styles from './evidence-bar.module.css';
import { evidenceFacts, KindIcon } from './evidence-names.tsx';
import { evidenceBySlot, type SlotEvidence } from './evidence-order.ts';

/** What a stage shows when it compares texts, among the ids of files. */
const changesValue = 'changes';

/** The evidence of one stage in a line above it, with a list that opens. */
export const EvidenceBar = ({ stage }: { stage: StageId }) => {
  const m = useMessages();
  const { document, stages } = useDesk();
  const { second, activeId } = stages;
  const file = stage === 'first' ? stages.first.file : (second?.file ?? null);
  const changes = stage === 'second' && second?.changes === true;
  const active = second !== null && activeId === stage;
  const order = file === null ? [] : orderOf(document, file);
  const at = file === null ? -1 : order.indexOf(file.item.id);

  return (
    <>
      <nav
        aria-label={m.comparison.evidence[stage]}
        className={styles.bar}
        data-active={active || undefined}
        data-region="evidence"
      >
        {active && (
          <span className={styles.active} title={m.comparison.active}>
            <Keyboard aria-label={m.comparison.active} role="img" />
          </span>
        )}
        {changes && <GitCompareArrows aria-hidden />}
        {file !== null && <KindIcon kind={file.item.kind} />}
        <Chooser stage={stage} value={changes ? changesValue : (file?.item.id ?? '')} />
        {stage === 'first' && <Missing />}
        <span className={styles.facts}>{file === null ? '' : evidenceFacts(file.item, m)}</span>
        <span className={styles.count}>{order.length > 0 && m.review.evidenceOf(at + 1, order.length)}</span>
        {!changes && <Steps at={at} order={order} stage={stage} />}
        <Doors stage={stage} />
      </nav>
      {file?.ofPrior === true && (
        <p className={styles.readOnly}>{m.comparison.readOnly(stages.priorAttempt)}</p>
      )}
    </>
  );
};

/** The first stage shows this submission alone; the second also the attempt before, and what changed since. */
const Chooser = ({ stage, value }: { stage: StageId; value: string }) => {
  const m = useMessages();
  const { document, stages } = useDesk();
  const { prior } = document;
  const choose = (chosen: string): void => {
    if (chosen === changesValue) stages.showBeside(changesValue);
    else stages.showOn(stage, chosen as ArtifactId);
  };
  return (
    <select
      aria-label={m.comparison.choose[stage]}
      className={classNames(small.input, styles.select)}
      data-entry
      onChange={(event) => choose(event.currentTarget.value)}
      value={value}
    >
      {evidenceBySlot(document).map(({ slot, items, missing }) => (
        <optgroup
          key={slot?.id ?? ''}
          label={`${slot?.title ?? m.review.otherFiles}${missing ? `: ${m.review.slotMissing}` : ''}`}
        >
          <Options items={items} />
        </optgroup>
      ))}
      {stage === 'second' && prior !== null && (
        <optgroup label={m.comparison.priorGroup(prior.submission.attempt, prior.submission.code)}>
          <option value={changesValue}>{m.comparison.showChanges}</option>
          <PriorOptions groups={priorBySlot(document)} />
        </optgroup>
      )}
    </select>
  );
};

const Options = ({ items }: { items: readonly EvidenceItem[] }) =>
  items.map((item) => (
    <option key={item.id} value={item.id}>
      {item.label}
    </option>
  ));

/** Both attempts tend to name their files alike: these say of which attempt they are. */
const PriorOptions = ({ groups }: { groups: readonly SlotEvidence[] }) => {
  const m = useMessages();
  const { priorAttempt } = useDesk().stages;
  return groups
    .flatMap(({ items }) => items)
    .map(({ id, label }) => (
      <option key={id} value={id}>
        {`${label} (${m.comparison.ofAttempt(priorAttempt)})`}
      </option>
    ));
};

const Missing = () => {
  const m = useMessages();
  const missing = evidenceBySlot(useDesk().document).filter((group) => group.missing);
  if (missing.length === 0) return null;
  return (
    <span
      className={styles.missing}
      title={m.review.missingEvidence(missing.map(({ slot }) => slot?.title ?? ''))}
    >
      <TriangleAlert aria-hidden />
    </span>
  );
};

type StepsProps = {
  readonly stage: StageId;
  readonly at: number;
  readonly order: readonly ArtifactId[];
};

const Steps = ({ stage, at, order }: StepsProps) => {
  const m = useMessages();
  const { showOn } = useDesk().stages;
  const go = (direction: -1 | 1) => (): void => {
    const next = order[at + direction];
    if (next !== undefined) showOn(stage, next);
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

/** Opens the second stage from the first, and closes it. */
const Doors = ({ stage }: { stage: StageId }) => {
  const m = useMessages();
  const { second, toggleSecond } = useDesk().stages;
  if (stage === 'first' && second !== null) return null;
  return (
    <IconButton
      command="review.beside"
      icon={stage === 'first' ? <Columns2 /> : <X />}
      label={stage === 'first' ? m.comparison.open : m.comparison.close}
      onPress={toggleSecond}
      size="small"
    />
  );
};
