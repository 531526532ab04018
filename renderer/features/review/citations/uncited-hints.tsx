import { MapPinPlus } from 'lucide-react';
import { type Criterion, criterionLetter } from '../../../../shared/domain/rubric.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { KeyCaps } from '../../../ui/key-caps.tsx';
import { toneOf, toneStyle } from '../../../viewers/tone.ts';
import { useDesk } from '../desk-context.tsx';
import { useJump } from '../use-jump.ts';
import { isUncited } from './uncited.ts';
import styles from './uncited-hints.module.css';

/** Under a criterion: its score has no place in the evidence, and how to give it one. Nothing when it has. */
export const UncitedHint = ({ criterion }: { criterion: Criterion }) => {
  const m = useMessages();
  const { document, content, citations } = useDesk();
  if (!isUncited(criterion, content, citations)) return null;
  const required = document.microCredential.policies.citation === 'required';
  return (
    <p className={styles.hint} data-required={required || undefined}>
      <MapPinPlus aria-hidden />
      {required ? m.citations.uncitedRequired : m.citations.uncitedHint}
      {document.editable && <KeyCaps command="review.cite" />}
    </p>
  );
};

/** Where citing is left to the reviewer: which scores have no place in the evidence, each a way to its criterion. */
export const UncitedScores = ({ onJump }: { onJump: (() => void) | undefined }) => {
  const m = useMessages();
  const { document, content, citations } = useDesk();
  const jump = useJump();
  const { policies, rubric } = document.microCredential;
  const uncited = rubric.criteria
    .map((criterion, at) => ({ criterion, at }))
    .filter(({ criterion }) => isUncited(criterion, content, citations));
  if (policies.citation === 'required' || uncited.length === 0) return null;
  return (
    <p className={styles.scores}>
      {m.citations.uncitedScores}
      {uncited.map(({ criterion, at }) => (
        <button
          aria-label={m.citations.uncitedScore(criterionLetter(at), criterion.title)}
          className={styles.letter}
          key={criterion.id}
          onClick={() => {
            onJump?.();
            jump({ kind: 'citation-missing', criterionId: criterion.id });
          }}
          style={toneStyle(toneOf(at))}
          title={criterion.title}
          type="button"
        >
          {criterionLetter(at)}
        </button>
      ))}
    </p>
  );
};
