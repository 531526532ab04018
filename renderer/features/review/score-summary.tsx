import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import { useDesk } from './desk-context.tsx';
import styles from './score-summary.module.css';

/** The scores in a row each: criterion, score with its level's name, or the conditions instead. */
export const ScoreSummary = () => {
  const m = useMessages();
  const { document, content } = useDesk();
  const { rubric, policies } = document.microCredential;
  return (
    <table className={styles.scores}>
      <tbody>
        {rubric.criteria.map((criterion, at) => {
          const review = content.criteria.find(({ criterionId }) => criterionId === criterion.id);
          const score = review?.score ?? null;
          const level = criterion.levels.find((one) => one.score === score);
          const conditions = (review?.conditions ?? []).map(
            ({ code }) => policies.conditionCodes.find((one) => one.code === code)?.title ?? code,
          );
          return (
            <tr key={criterion.id} style={toneStyle(toneOf(at))}>
              <th scope="row">
                <span className={styles.letter}>{criterionLetter(at)}</span>
                {criterion.title}
              </th>
              <td className={styles.score}>{score === null ? '–' : m.review.score(score)}</td>
              <td className={styles.level}>{level?.title ?? conditions.join(', ')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
