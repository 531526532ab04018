import type { ReactNode } from 'react';
import { Form as AriaForm } from 'react-aria-components';
import type { AnyProblem } from '../messages/common.ts';
import { useMessages } from '../messages/use-messages.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import styles from './form.module.css';

type FormProps = {
  readonly onSubmit: () => void;
  /** What went wrong the last time, as a sentence above the buttons. */
  readonly problem?: AnyProblem | null;
  /** Buttons; the first is the one that sends, and stands at the end of the line. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

/** A form that is sent with Enter from any field. */
export const Form = ({ onSubmit, problem = null, actions, children }: FormProps) => {
  const m = useMessages();
  return (
    <AriaForm
      className={styles.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      validationBehavior="aria"
    >
      {children}
      {problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(problem)}
        </Banner>
      )}
      <div className={styles.actions}>{actions}</div>
    </AriaForm>
  );
};

type SendOrCancelProps = {
  /** What sending does, in a word or two. */
  readonly send: string;
  readonly isPending: boolean;
  readonly isDisabled?: boolean;
  readonly onCancel: () => void;
};

/** The buttons of a form in a dialog. */
export const SendOrCancel = ({ send, isPending, isDisabled = false, onCancel }: SendOrCancelProps) => {
  const m = useMessages();
  return (
    <>
      <Button isDisabled={isDisabled} isPending={isPending} type="submit" variant="primary">
        {send}
      </Button>
      <Button onPress={onCancel}>{m.common.cancel}</Button>
    </>
  );
};
