import { useRef, useState } from 'react';
import {
  type SnippetDraft,
  type SnippetKind,
  type SnippetScope,
  snippetDraftSchema,
  snippetKinds,
} from '../../../../shared/domain/comment-snippet.ts';
import {
  fillSnippet,
  placeholderNames,
  unknownPlaceholders,
} from '../../../../shared/domain/fill-snippet.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { FilledText } from '../../../ui/filled-text.tsx';
import { Form, SendOrCancel } from '../../../ui/form.tsx';
import { insertText, selectionOf } from '../../../ui/insert-text.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { ScopeFields } from './scope-fields.tsx';
import styles from './snippet-dialog.module.css';

const everywhere: SnippetScope = { microCredentialId: null, criterionId: null };

type SnippetDialogProps = {
  /** Null: a new one. */
  readonly snippet: SnippetDraft | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
};

/** Writes a snippet: its words, what field it is for, and where it is offered. */
export const SnippetDialog = ({ snippet, onSaved, onClose }: SnippetDialogProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const add = useCommentBank((slice) => slice.add);
  const put = useCommentBank((slice) => slice.put);
  const [title, setTitle] = useState(snippet?.title ?? '');
  const [text, setText] = useState(snippet?.text ?? '');
  const [kind, setKind] = useState<SnippetKind>(snippet?.kind ?? 'any');
  const [scope, setScope] = useState<SnippetScope>(snippet?.scope ?? everywhere);
  /** Errors are shown from the first try on, not while the first words are typed. */
  const [tried, setTried] = useState(false);
  const save = useAction(snippet === null ? add : put);
  const id = snippet === null ? {} : { id: snippet.id };
  const draft = { ...id, title: title.trim(), text: text.trim(), kind, scope } as SnippetDraft;
  const whole = snippetDraftSchema.omit({ id: true }).safeParse(draft).success;

  const send = async (): Promise<void> => {
    setTried(true);
    if (!whole || save.isRunning) return;
    const answer = await save.run(draft);
    if (!answer.ok) return;
    onSaved();
    onClose();
    announce(m.commentBank.saved(draft.title));
  };
  const missing = (value: string): string | null =>
    tried && value.trim() === '' ? m.commentBank.needed : null;

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={snippet === null ? m.commentBank.newTitle : m.commentBank.editTitle}
      wide
    >
      <Form
        actions={<SendOrCancel isPending={save.isRunning} onCancel={onClose} send={m.commentBank.save} />}
        onSubmit={() => void send()}
        problem={save.problem}
      >
        <TextField
          autoFocus
          error={missing(title)}
          label={m.commentBank.fieldTitle}
          maxLength={120}
          onChange={setTitle}
          value={title}
        />
        <SnippetText error={missing(text)} onChange={setText} text={text} />
        <div className={styles.choices}>
          <Select
            label={m.commentBank.fieldKind}
            onChange={setKind}
            options={snippetKinds.map((value) => ({ value, title: m.commentBank.kind[value] }))}
            value={kind}
          />
          <ScopeFields onChange={setScope} scope={scope} />
        </div>
      </Form>
    </Dialog>
  );
};

type SnippetTextProps = {
  readonly text: string;
  readonly error: string | null;
  readonly onChange: (text: string) => void;
};

/** The words, the placeholders that can stand in them, and how they will read. */
const SnippetText = ({ text, error, onChange }: SnippetTextProps) => {
  const m = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const unknown = unknownPlaceholders(text);
  const insert = (name: string): void => {
    const area = frame.current?.querySelector('textarea');
    if (area) insertText(area, selectionOf(area), m.commentBank.braces(name), null);
  };
  return (
    <>
      <div ref={frame}>
        <TextField
          error={error}
          hint={m.commentBank.placeholdersHint}
          label={m.commentBank.fieldText}
          maxLength={4000}
          onChange={onChange}
          rows={4}
          value={text}
        />
      </div>
      <fieldset aria-label={m.commentBank.placeholders} className={styles.placeholders}>
        {placeholderNames.map((name) => (
          <button
            aria-label={m.commentBank.insertPlaceholder(name)}
            className={styles.placeholder}
            key={name}
            onClick={() => insert(name)}
            title={m.commentBank.placeholder[name]}
            type="button"
          >
            {m.commentBank.braces(name)}
          </button>
        ))}
      </fieldset>
      {unknown.length > 0 && (
        <Banner inset tone="warn">
          {m.commentBank.unknown(unknown)}
        </Banner>
      )}
      {text.trim() !== '' && (
        <section aria-label={m.commentBank.exampleTitle} className={styles.example}>
          <h3 className={styles.exampleTitle}>{m.commentBank.exampleTitle}</h3>
          <FilledText {...fillSnippet(text, m.commentBank.example)} />
        </section>
      )}
    </>
  );
};
