import { Copy, Phone } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useStores } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './child-safety-dialog.module.css';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

/**
 * What to do at once when evidence discloses a risk to a child. The steps come first and work without a network; the
 * record is second, and the dialog stays open after it, because recording is not the same as acting.
 */
export const ChildSafetyDialog = () => {
  const m = useMessages();
  const { now } = useStores();
  const { assignmentId, document, openDialog, performInViewer } = useDesk();
  const [readAt] = useState(() => {
    performInViewer('pause');
    return new Date(now()).toISOString();
  });
  const [note, setNote] = useState('');
  const [recorded, setRecorded] = useState(false);
  const raise = useAction(useReviewActions().raiseChildSafety);
  const { childSafetyProcedure: procedure } = document.microCredential.policies;
  const close = (): void => openDialog(null);

  const send = async (): Promise<void> => {
    if (raise.isRunning || recorded) return;
    const answer = await raise.run(assignmentId, note.trim(), readAt);
    if (answer.ok) setRecorded(true);
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.common.close}</Button>
          {!recorded && (
            <Button onPress={() => void send()} variant="primary">
              {raise.isRunning ? m.review.childSafetyRecording : m.review.childSafetyRecord}
            </Button>
          )}
        </>
      }
      isOpen
      onClose={close}
      role="alertdialog"
      title={procedure.title}
      wide
    >
      <DialogRoom>
        <Procedure />
        {recorded ? (
          <Banner inset role="status" tone="good">
            {m.review.childSafetyRecorded}
          </Banner>
        ) : (
          <TextField
            hint={m.review.childSafetyNoteHint}
            label={m.review.childSafetyNote}
            maxLength={4000}
            onChange={setNote}
            rows={3}
            value={note}
          />
        )}
        {raise.problem !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(raise.problem)}
          </Banner>
        )}
        <p className={styles.offline}>{m.review.childSafetyOffline}</p>
      </DialogRoom>
    </Dialog>
  );
};

/** The steps, and beside them whom to reach. */
const Procedure = () => {
  const m = useMessages();
  const { childSafetyProcedure: procedure } = useDesk().document.microCredential.policies;
  return (
    <div className={styles.procedure}>
      <section aria-label={m.review.childSafetySteps}>
        <h3>{m.review.childSafetySteps}</h3>
        <ol className={styles.steps}>
          {procedure.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      {procedure.contacts.length > 0 && <Contacts />}
    </div>
  );
};

const Contacts = () => {
  const m = useMessages();
  const announce = useAnnounce();
  const { contacts } = useDesk().document.microCredential.policies.childSafetyProcedure;
  const copy = (label: string, value: string): void => {
    navigator.clipboard.writeText(value).then(
      () => announce(m.common.copied),
      // No clipboard here: the number stands on the screen and can be selected.
      () => announce(`${label}: ${value}`),
    );
  };
  return (
    <section aria-label={m.review.childSafetyContacts} className={styles.contacts}>
      <h3>
        <Phone aria-hidden />
        {m.review.childSafetyContacts}
      </h3>
      <dl>
        {contacts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value}
              <IconButton
                icon={<Copy />}
                label={m.review.copyContact(label)}
                onPress={() => copy(label, value)}
                size="small"
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
