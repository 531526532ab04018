import { useState } from 'react';
import { type SnippetScope, snippetDraftSchema } from '../../../../shared/domain/comment-snippet.ts';
import { generaliseText, type SnippetValues } from '../../../../shared/domain/fill-snippet.ts';
import type { SnippetPlace } from '../../../../shared/domain/rank-snippets.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { Segments } from '../../../ui/choice.tsx';
import { Form, SendOrCancel } from '../../../ui/form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useDesk } from '../desk-context.tsx';
import styles from './save-snippet.module.css';

type Breadth = 'criterion' | 'microCredential' | 'everywhere';

const scopeFor = (breadth: Breadth, { microCredentialId, criterionId }: SnippetPlace): SnippetScope => ({
  microCredentialId: breadth === 'everywhere' ? null : microCredentialId,
  criterionId: breadth === 'criterion' ? criterionId : null,
});

/** The first words of a text, as its title. */
const titleOf = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= 48 ? line : `${line.slice(0, 47).replace(/\s+\S*$/, '')}…`;
};

type SaveSnippetProps = {
  readonly selection: string;
  readonly place: SnippetPlace;
  readonly values: SnippetValues;
  readonly onClose: () => void;
};

/** Puts words from the review into the bank, without what ties them to this submission. */
export const SaveSnippet = ({ selection, place, values, onClose }: SaveSnippetProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const { code } = useDesk().document.microCredential;
  const save = useAction(useCommentBank((slice) => slice.add));
  const [text, setText] = useState(() => generaliseText(selection.trim(), values));
  const [title, setTitle] = useState(() => titleOf(text));
  const [breadth, setBreadth] = useState<Breadth>(
    place.criterionId === null ? 'microCredential' : 'criterion',
  );
  const draft = { title: title.trim(), text: text.trim(), kind: place.kind, scope: scopeFor(breadth, place) };
  const whole = snippetDraftSchema.omit({ id: true }).safeParse(draft).success;

  const send = async (): Promise<void> => {
    if (!whole || save.isRunning) return;
    const answer = await save.run(draft);
    if (!answer.ok) return;
    onClose();
    announce(m.commentBank.saved(draft.title));
  };

  const offered: readonly Breadth[] = [
    ...(place.criterionId === null ? [] : (['criterion'] as const)),
    'microCredential',
    'everywhere',
  ];
  const titles = {
    criterion: m.commentBank.offeredOn.criterion,
    microCredential: m.commentBank.offeredOn.microCredential(code),
    everywhere: m.commentBank.offeredOn.everywhere,
  };
  return (
    <div className={styles.form}>
      <h2>{m.commentBank.saveTitle}</h2>
      <Form
        actions={
          <SendOrCancel
            isDisabled={!whole}
            isPending={save.isRunning}
            onCancel={onClose}
            send={m.commentBank.save}
          />
        }
        onSubmit={() => void send()}
        problem={save.problem}
      >
        <p className={styles.caution}>{m.commentBank.saveText}</p>
        <TextField
          autoFocus
          label={m.commentBank.fieldTitle}
          maxLength={120}
          onChange={setTitle}
          value={title}
        />
        <TextField
          label={m.commentBank.fieldText}
          maxLength={4000}
          onChange={setText}
          rows={3}
          value={text}
        />
        <Segments
          label={m.commentBank.offered}
          onChange={setBreadth}
          options={offered.map((value) => ({ value, title: titles[value] }))}
          value={breadth}
        />
      </Form>
    </div>
  );
};
