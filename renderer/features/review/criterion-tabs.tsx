import { CircleSlash2, ListChecks, MapPinPlus } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import { isUncited } from './citations/uncited.ts';
import styles from './criterion-tabs.module.css';
import { useDesk } from './desk-context.tsx';

/** The criteria with their scores. One stop of the Tab key; arrows move and choose. */
export const CriterionTabs = () => {
  const m = useMessages();
  const { document, criterionId, focusCriterion } = useDesk();
  const list = useRef<HTMLDivElement>(null);
  const { criteria } = document.microCredential.rubric;
  const stops: readonly (CriterionId | null)[] = [...criteria.map(({ id }) => id), null];
  const at = stops.indexOf(criterionId);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: stops.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = stops[Math.min(stops.length - 1, Math.max(0, next))];
    if (target === undefined) return;
    focusCriterion(target);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[stops.indexOf(target)]?.focus();
  };

  return (
    <div
      aria-label={m.review.criteria}
      className={styles.tabs}
      onKeyDown={onKeyDown}
      ref={list}
      role="tablist"
    >
      {stops.map((stop, position) => (
        <Tab chosen={position === at} key={stop ?? ''} position={position} stop={stop} />
      ))}
    </div>
  );
};

type TabProps = { readonly stop: CriterionId | null; readonly position: number; readonly chosen: boolean };

const Tab = ({ stop, position, chosen }: TabProps) => {
  const m = useMessages();
  const { document, content, citations, focusCriterion } = useDesk();
  const criterion = document.microCredential.rubric.criteria[position];
  const review = content.criteria.find(({ criterionId }) => criterionId === stop);
  const score = review?.score ?? null;
  const hasCondition = score === null && (review?.conditions.length ?? 0) > 0;
  const said =
    score !== null ? m.review.score(score) : hasCondition ? m.review.hasCondition : m.review.noScore;
  const uncited = criterion !== undefined && isUncited(criterion, content, citations);
  const name =
    criterion === undefined
      ? m.review.overallTitle
      : m.review.criterionTab(
          criterionLetter(position),
          criterion.title,
          uncited ? `${said}, ${m.citations.uncited}` : said,
        );
  return (
    <button
      aria-controls="criterion-panel"
      aria-label={name}
      aria-selected={chosen}
      className={styles.tab}
      data-entry={chosen || undefined}
      data-field={chosen ? 'tab' : undefined}
      data-scored={score !== null || hasCondition || undefined}
      id={`criterion-tab-${position}`}
      onClick={() => focusCriterion(stop)}
      role="tab"
      style={toneStyle(criterion === undefined ? null : toneOf(position))}
      tabIndex={chosen ? 0 : -1}
      title={
        uncited ? `${criterion.title}: ${m.citations.uncited}` : (criterion?.title ?? m.review.overallTitle)
      }
      type="button"
    >
      {criterion === undefined ? (
        <>
          <ListChecks aria-hidden />
          <span>{m.review.overall}</span>
        </>
      ) : (
        <>
          <span className={styles.letter}>{criterionLetter(position)}</span>
          <span className={styles.score}>
            {score !== null ? m.review.score(score) : hasCondition ? <CircleSlash2 aria-hidden /> : '–'}
          </span>
          {uncited && (
            <span
              className={styles.uncited}
              data-required={document.microCredential.policies.citation === 'required' || undefined}
            >
              <MapPinPlus aria-hidden />
            </span>
          )}
        </>
      )}
    </button>
  );
};
