import type { ConditionCode } from '../../../shared/domain/condition-code.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import type { ChosenCondition } from '../../../shared/domain/review.ts';
import { useMessages } from '../../messages/use-messages.ts';
import styles from './condition-picker.module.css';
import { useDesk } from './desk-context.tsx';

type ConditionPickerProps = {
  /** Null: conditions of the whole submission. */
  readonly criterionId: CriterionId | null;
  readonly offered: readonly ConditionCode[];
  readonly chosen: readonly ChosenCondition[];
  readonly hint: string;
};

/** Why something cannot be scored, from the issuer's list; each chosen one can have a note. */
export const ConditionPicker = ({ criterionId, offered, chosen, hint }: ConditionPickerProps) => {
  const m = useMessages();
  const { document, decide, type, flush } = useDesk();
  if (offered.length === 0) return <p className={styles.hint}>{m.review.noConditions}</p>;
  return (
    <fieldset className={styles.picker} disabled={!document.editable}>
      <legend className={styles.hint}>{hint}</legend>
      {offered.map(({ code, title, description }, at) => {
        const present = chosen.find((one) => one.code === code);
        const set = (on: boolean, note: string) => ({
          op: 'condition.set' as const,
          criterionId,
          code,
          present: on,
          note,
        });
        return (
          <div key={code}>
            <label className={styles.option} title={description}>
              <input
                checked={present !== undefined}
                data-field={at === 0 ? 'condition' : undefined}
                onChange={(event) => decide(set(event.currentTarget.checked, present?.note ?? ''))}
                type="checkbox"
              />
              <span>
                {title}
                {description !== '' && <span className={styles.description}>{description}</span>}
              </span>
            </label>
            {present !== undefined && (
              <input
                aria-label={m.review.conditionNote(title)}
                className={styles.note}
                maxLength={4000}
                onBlur={flush}
                onChange={(event) => type(set(true, event.currentTarget.value))}
                placeholder={m.review.conditionNote(title)}
                value={present.note}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
};
