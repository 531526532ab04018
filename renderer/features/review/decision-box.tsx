import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { type Decision, type DecisionRule, decide } from '../../../shared/domain/decision-rule.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/use-messages.ts';
import styles from './decision-box.module.css';
import { useDesk } from './desk-context.tsx';

const ruleOf = (rule: DecisionRule, { review }: Messages): string =>
  rule.kind === 'minimum-each' ? review.ruleEach(rule.minimum) : review.ruleMean(rule.minimum, rule.floor);

const icons: Readonly<Record<Decision, typeof CircleCheck>> = {
  met: CircleCheck,
  'not-met': CircleX,
  undecided: CircleDashed,
};

/** What the scores amount to by the micro-credential's rule, with the rule. */
export const DecisionBox = () => {
  const m = useMessages();
  const { document, content } = useDesk();
  const { decisionRule, rubric } = document.microCredential;
  const decision = decide(
    decisionRule,
    rubric.criteria,
    ({ id }) => content.criteria.find(({ criterionId }) => criterionId === id)?.score ?? null,
  );
  const Icon = icons[decision];
  return (
    <div className={styles.decision} data-decision={decision}>
      <Icon aria-hidden />
      <div>
        <p className={styles.outcome}>{m.review.decided[decision]}</p>
        <p className={styles.rule}>{`${m.review.decision}: ${ruleOf(decisionRule, m)}`}</p>
      </div>
    </div>
  );
};
