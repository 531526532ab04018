import { useState } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';
import { focusSoon } from './regions.ts';
import styles from './set-aside-dialog.module.css';
import { nextButtonId } from './state-banner.tsx';

/** Unable to score: the lead gets it with at least one reason. */
export const SetAsideDialog = () => {
  const m = useMessages();
  const announce = useAnnounce();
  const { assignmentId, document, content, openDialog } = useDesk();
  const [codes, setCodes] = useState<readonly string[]>(content.conditions.map(({ code }) => code));
  const [note, setNote] = useState('');
  const setAside = useAction(useReviewActions().setAside);
  const { code: submissionCode } = document.submission;
  const close = (): void => openDialog(null);

  const send = async (): Promise<void> => {
    if (codes.length === 0 || setAside.isRunning) return;
    const answer = await setAside.run(assignmentId, [...codes], note.trim());
    if (!answer.ok) return;
    close();
    focusSoon(() => window.document.getElementById(nextButtonId));
    announce(m.review.setAsideDone(submissionCode));
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.review.keepWorking}</Button>
          <Button isDisabled={codes.length === 0} onPress={() => void send()} variant="primary">
            {setAside.isRunning ? m.review.settingAside : m.review.setAsideConfirm}
          </Button>
        </>
      }
      isOpen
      onClose={close}
      title={m.review.setAsideTitle(submissionCode)}
    >
      <DialogRoom>
        <p>{m.review.setAsideText}</p>
        <Codes codes={codes} onChange={setCodes} />
        <TextField
          hint={m.review.setAsideNoteHint}
          label={m.review.setAsideNote}
          maxLength={4000}
          onChange={setNote}
          optional
          rows={3}
          value={note}
        />
        {setAside.problem !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(setAside.problem)}
          </Banner>
        )}
      </DialogRoom>
    </Dialog>
  );
};

type CodesProps = {
  readonly codes: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
};

/** The conditions of a whole submission, of which at least one is the reason. */
const Codes = ({ codes, onChange }: CodesProps) => {
  const m = useMessages();
  const { conditionCodes } = useDesk().document.microCredential.policies;
  const offered = conditionCodes.filter(({ scope }) => scope === 'submission');
  if (offered.length === 0) {
    return (
      <Banner inset tone="warn">
        {m.review.setAsideNoCodes}
      </Banner>
    );
  }
  return (
    <fieldset className={styles.codes}>
      <legend>{m.review.setAsideCodes}</legend>
      {offered.map(({ code, title, description }) => (
        <Checkbox
          key={code}
          label={title}
          onChange={(on) => onChange(on ? [...codes, code] : codes.filter((one) => one !== code))}
          value={codes.includes(code)}
          {...(description === '' ? {} : { hint: description })}
        />
      ))}
    </fieldset>
  );
};
