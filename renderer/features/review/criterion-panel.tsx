import { Eraser } from 'lucide-react';
import type { CriterionReview } from '../../../shared/domain/review.ts';
import type { Criterion } from '../../../shared/domain/rubric.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Button } from '../../ui/button.tsx';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import { CitationChips } from './citation-chips.tsx';
import { UncitedHint } from './citations/uncited-hints.tsx';
import { ConditionPicker } from './condition-picker.tsx';
import styles from './criterion-panel.module.css';
import { useDesk } from './desk-context.tsx';
import { DraftArea } from './draft-area.tsx';
import { FeedbackFields, filledFields } from './feedback-fields.tsx';
import { FoldSection } from './fold-section.tsx';
import { LevelChoice } from './level-choice.tsx';

const noFeedback = { strength: '', gap: '', nextStep: '' };

/** One criterion: its levels, which stay in view, and under them what the reviewer writes, which scrolls. */
export const CriterionPanel = ({ criterion, at }: { criterion: Criterion; at: number }) => {
  const { content } = useDesk();
  const review = content.criteria.find(({ criterionId }) => criterionId === criterion.id);
  const score = review?.score ?? null;
  return (
    <div
      aria-labelledby={`criterion-tab-${at}`}
      className={styles.panel}
      id="criterion-panel"
      role="tabpanel"
      style={toneStyle(toneOf(at))}
    >
      <div className={styles.levels}>
        <CriterionHead at={at} criterion={criterion} scored={score !== null} />
        {criterion.description !== '' && <p className={styles.description}>{criterion.description}</p>}
        <LevelChoice at={at} criterion={criterion} score={score} />
      </div>
      <CriterionWork criterion={criterion} review={review} />
    </div>
  );
};

type CriterionHeadProps = { readonly criterion: Criterion; readonly at: number; readonly scored: boolean };

const CriterionHead = ({ criterion, at, scored }: CriterionHeadProps) => {
  const m = useMessages();
  const { document, decide } = useDesk();
  return (
    <div className={styles.head}>
      <h2>
        <span className={styles.letter}>{criterionLetter(at)}</span>
        {criterion.title}
      </h2>
      {document.editable && scored && (
        <Button
          command="review.clearScore"
          icon={<Eraser />}
          onPress={() => decide({ op: 'score.set', criterionId: criterion.id, score: null })}
          size="small"
          variant="quiet"
        >
          {m.review.clearScore}
        </Button>
      )}
      {criterion.weight !== 1 && <span className={styles.weight}>{m.review.weight(criterion.weight)}</span>}
    </div>
  );
};

type CriterionWorkProps = { readonly criterion: Criterion; readonly review: CriterionReview | undefined };

/** What the reviewer writes on a criterion: citations, rationale, feedback, conditions. */
const CriterionWork = ({ criterion, review }: CriterionWorkProps) => {
  const m = useMessages();
  const { document, type } = useDesk();
  const feedback = review?.feedback ?? noFeedback;
  const conditions = review?.conditions ?? [];
  const { rationale, conditionCodes } = document.microCredential.policies;
  return (
    <div className={styles.work}>
      <CitationChips criterionId={criterion.id} />
      <UncitedHint criterion={criterion} />
      <DraftArea
        criterionId={criterion.id}
        field="rationale"
        hint={m.review.rationaleHint}
        isDefault
        kind="rationale"
        label={m.review.rationale}
        onType={(text) => type({ op: 'rationale.set', criterionId: criterion.id, text })}
        required={rationale === 'required'}
        rows={3}
        value={review?.rationale ?? ''}
      />
      <FoldSection
        badge={filledFields(feedback)}
        command="review.feedback"
        fold="feedback"
        title={m.review.feedbackOnCriterion}
      >
        <FeedbackFields criterionId={criterion.id} feedback={feedback} />
      </FoldSection>
      <FoldSection
        badge={conditions.length}
        command="review.conditions"
        fold="conditions"
        title={m.review.conditions}
      >
        <ConditionPicker
          chosen={conditions}
          criterionId={criterion.id}
          hint={m.review.conditionsHint}
          offered={conditionCodes.filter(({ scope }) => scope === 'criterion')}
        />
      </FoldSection>
    </div>
  );
};
