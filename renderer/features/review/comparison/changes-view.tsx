import { ArrowDown, ArrowUp, FileDiff } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { PriorAttempt } from '../../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import small from '../../../ui/small-input.module.css';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { useDesk } from '../desk-context.tsx';
import { folded, rowsOf } from './change-rows.ts';
import { ChangeText } from './change-text.tsx';
import styles from './changes-view.module.css';
import { countWords, type TextComparison } from './text-changes.ts';
import { type TextPair, textPairs } from './text-pairs.ts';
import { useChangeSteps } from './use-change-steps.ts';
import { type Comparing, useComparison } from './use-comparison.ts';

/** What changed in the texts from the attempt before to this one, on the second stage. */
export const ChangesView = () => {
  const m = useMessages();
  const { prior } = useDesk().document;
  return (
    <section aria-label={m.comparison.changesTitle} className={styles.view} data-region="stage">
      {prior !== null && <Changes prior={prior} />}
    </section>
  );
};

const Changes = ({ prior }: { prior: PriorAttempt }) => {
  const m = useMessages();
  const { document } = useDesk();
  const [chosen, choose] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const pairs = textPairs(document, prior);
  const pair = pairs[chosen] ?? pairs[0];
  const comparing = useComparison(pair, document, prior, attempt);
  if (pair === undefined) return <Face text={m.comparison.noTexts} />;
  const picker = pairs.length > 1 && <PairPicker chosen={chosen} onChoose={choose} pairs={pairs} />;
  if (comparing.kind === 'compared') {
    return <Compared comparison={comparing.comparison} key={pairKey(pair)} picker={picker} />;
  }
  return (
    <>
      {picker && <div className={styles.head}>{picker}</div>}
      <NotCompared comparing={comparing} onRetry={() => setAttempt(attempt + 1)} pair={pair} />
    </>
  );
};

const pairKey = ({ current, previous }: TextPair): string => `${current?.id} ${previous?.id}`;

type PairPickerProps = {
  readonly pairs: readonly TextPair[];
  readonly chosen: number;
  readonly onChoose: (at: number) => void;
};

const PairPicker = ({ pairs, chosen, onChoose }: PairPickerProps) => {
  const m = useMessages();
  return (
    <select
      aria-label={m.comparison.slot}
      className={classNames(small.input, styles.select)}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
      value={chosen}
    >
      {pairs.map((pair, at) => (
        <option key={pairKey(pair)} value={at}>
          {`${pair.title}: ${(pair.current ?? pair.previous)?.label ?? ''}`}
        </option>
      ))}
    </select>
  );
};

type NotComparedProps = {
  readonly comparing: Exclude<Comparing, { kind: 'compared' }>;
  readonly pair: TextPair;
  readonly onRetry: () => void;
};

const NotCompared = ({ comparing, pair, onRetry }: NotComparedProps) => {
  const { comparison, common } = useMessages();
  switch (comparing.kind) {
    case 'comparing':
      return (
        <div className={styles.loading}>
          <Skeleton lines={6} />
        </div>
      );
    case 'one-sided':
      return (
        <Face
          text={
            pair.current === null
              ? comparison.onlyBefore(pair.previous?.label ?? '')
              : comparison.onlyNow(pair.current.label)
          }
        />
      );
    case 'not-here':
      return <Face text={comparison.notHere(comparing.label)} />;
    case 'cannot-read':
      return <Face text={comparison.cannotRead(comparing.label)} />;
    case 'failed':
      return <Face action={<Button onPress={onRetry}>{common.retry}</Button>} text={comparison.failed} />;
  }
};

const Face = ({ text, action }: { text: string; action?: ReactNode }) => {
  const m = useMessages();
  return (
    <div className={styles.face} role="status">
      <EmptyState action={action} icon={<FileDiff />} text={text} title={m.comparison.changesTitle} />
    </div>
  );
};

/** Hardly a word of the earlier text is still there: what reads as changes is another text. */
const isNewText = ({ same, removed }: ReturnType<typeof countWords>): boolean => same < removed / 20;

const Compared = ({ comparison, picker }: { comparison: TextComparison; picker: ReactNode }) => {
  const m = useMessages();
  const { groups, changes, counts } = useMemo(() => {
    const { rows, changes: all } = rowsOf(comparison.changes);
    return { groups: folded(rows), changes: all, counts: countWords(comparison.changes) };
  }, [comparison]);
  const { body, current, go, words } = useChangeSteps(comparison.changes, changes);
  const notes = [
    ...(comparison.by === 'lines' ? [m.comparison.byLines] : []),
    ...(comparison.by === 'nothing' ? [m.comparison.byNothing] : []),
    ...(comparison.by === 'words' && isNewText(counts) ? [m.comparison.newText] : []),
    ...(comparison.cut ? [m.comparison.cut] : []),
  ];
  return (
    <>
      <div className={styles.head}>
        {picker}
        <p className={styles.counts}>
          {changes === 0 ? m.comparison.identical : m.comparison.counts(counts.added, counts.removed)}
        </p>
        <span className={styles.at} role="status">
          {changes > 0 &&
            (current === null ? m.comparison.all(changes) : m.comparison.of(current + 1, changes))}
          {words !== '' && <VisuallyHidden>{` ${words}`}</VisuallyHidden>}
        </span>
        <IconButton
          command="review.previousChange"
          icon={<ArrowUp />}
          isDisabled={changes === 0}
          label={m.comparison.previousChange}
          onPress={() => go(-1)}
          size="small"
        />
        <IconButton
          command="review.nextChange"
          icon={<ArrowDown />}
          isDisabled={changes === 0}
          label={m.comparison.nextChange}
          onPress={() => go(1)}
          size="small"
        />
      </div>
      {notes.map((note) => (
        <p className={styles.note} key={note}>
          {note}
        </p>
      ))}
      <ChangeText body={body} current={current} groups={groups} />
    </>
  );
};
