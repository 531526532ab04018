import { CircleCheck, CircleDashed } from 'lucide-react';
import { type ReviewGap, reviewGaps } from '../../../shared/domain/review.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import styles from './check-list.module.css';
import { UncitedScores } from './citations/uncited-hints.tsx';
import { useDesk } from './desk-context.tsx';
import { useJump } from './use-jump.ts';

/** What a review still needs; each line goes to its place. Nothing missing is said too. */
export const CheckList = ({ onJump }: { onJump?: () => void }) => {
  const m = useMessages();
  const { document, content } = useDesk();
  const jump = useJump();
  const { criteria } = document.microCredential.rubric;
  const gaps = reviewGaps(document.microCredential, content);

  const nameOf = ({ criterionId }: ReviewGap): string => {
    const at = criteria.findIndex(({ id }) => id === criterionId);
    return at === -1 ? m.review.overall : `${criterionLetter(at)} ${criteria[at]?.title ?? ''}`;
  };

  if (gaps.length === 0) {
    return (
      <>
        <p className={styles.complete}>
          <CircleCheck aria-hidden />
          {m.review.checkComplete}
        </p>
        <UncitedScores onJump={onJump} />
      </>
    );
  }
  return (
    <>
      <h3 className={styles.title}>{m.review.checkCount(gaps.length)}</h3>
      <ul className={styles.gaps}>
        {gaps.map((gap) => (
          <li key={`${gap.kind} ${gap.criterionId ?? ''}`}>
            <button
              className={styles.gap}
              onClick={() => {
                onJump?.();
                jump(gap);
              }}
              type="button"
            >
              <CircleDashed aria-hidden />
              {m.review.missing(gap.kind, nameOf(gap))}
            </button>
          </li>
        ))}
      </ul>
      <UncitedScores onJump={onJump} />
    </>
  );
};
