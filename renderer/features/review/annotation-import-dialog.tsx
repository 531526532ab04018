import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import type { ImportedAnnotations } from '../../../shared/workbench-api/annotation-files.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './annotation-import-dialog.module.css';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

/** Bytes above which a file is not even read; what can be read is less, and is judged by its text. */
const largestFile = 40_000_000;
const fileTypes = ['.jsonld', '.json', 'application/ld+json', 'application/json'];

type Imported = { readonly fileName: string; readonly result: ImportedAnnotations };

/** Annotations from a file into this review, and what became of each. */
export const AnnotationImportDialog = () => {
  const m = useMessages();
  const { assignmentId, document, openDialog } = useDesk();
  const [imported, setImported] = useState<Imported | null>(null);
  const [unread, setUnread] = useState<Problem | null>(null);
  const importing = useAction(useReviewActions().importAnnotations);
  const close = (): void => openDialog(null);
  const failed = unread ?? importing.problem;

  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined || importing.isRunning) return;
    setImported(null);
    importing.clear();
    const text = await textOf(file);
    setUnread(text.ok ? null : text.problem);
    if (!text.ok) return;
    const answer = await importing.run(assignmentId, text.value);
    if (answer.ok) setImported({ fileName: file.name, result: answer.value });
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.annotationFiles.close}</Button>
          <FileTrigger acceptedFileTypes={fileTypes} onSelect={(files) => void take(files?.[0])}>
            <Button
              autoFocus
              icon={<FileUp aria-hidden />}
              isPending={importing.isRunning}
              variant={imported === null ? 'primary' : 'secondary'}
            >
              {importing.isRunning
                ? m.annotationFiles.importing
                : imported === null
                  ? m.annotationFiles.importChoose
                  : m.annotationFiles.importAgain}
            </Button>
          </FileTrigger>
        </>
      }
      isOpen
      onClose={close}
      title={m.annotationFiles.importHeading(document.submission.code)}
      wide
    >
      <DialogRoom>
        <p>{m.annotationFiles.importText}</p>
        {failed !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(failed)}
          </Banner>
        )}
        {imported !== null && <Outcome {...imported} />}
      </DialogRoom>
    </Dialog>
  );
};

const textOf = async (file: File): Promise<{ ok: true; value: string } | { ok: false; problem: Problem }> => {
  if (file.size > largestFile) return { ok: false, problem: problem('too-large', { limit: '8 MB' }) };
  try {
    return { ok: true, value: await file.text() };
  } catch {
    // It was moved, or may not be read, between choosing and reading.
    return { ok: false, problem: problem('annotations-file-gone') };
  }
};

const Outcome = ({ fileName, result: { added, changed, unchanged, problems } }: Imported) => {
  const m = useMessages();
  const nothing = added + changed + unchanged === 0;
  return (
    <>
      <Banner inset tone={nothing ? 'warn' : problems.length === 0 ? 'good' : 'info'}>
        <span className={styles.source}>{m.annotationFiles.importedFrom(fileName)}</span>
        {m.annotationFiles.imported(added, changed, unchanged)}
      </Banner>
      <Problems
        problems={problems.filter(({ kept }) => !kept)}
        title={(count) => m.annotationFiles.leftOut(count)}
      />
      <Problems
        problems={problems.filter(({ kept }) => kept)}
        title={(count) => m.annotationFiles.keptPartly(count)}
      />
    </>
  );
};

type ProblemsProps = {
  readonly title: (count: number) => string;
  readonly problems: ImportedAnnotations['problems'];
};

/** Lines shown of a list; a file of thousands of foreign annotations says the same of each. */
const mostShown = 200;

const Problems = ({ title, problems }: ProblemsProps) => {
  const m = useMessages();
  if (problems.length === 0) return null;
  const shown = problems.slice(0, mostShown).map((one, at) => ({ ...one, key: String(at) }));
  return (
    <section className={styles.problems}>
      <h3 className={styles.title}>{title(problems.length)}</h3>
      <ul className={styles.list}>
        {shown.map(({ key, index, id, problem: reason }) => (
          <li className={styles.line} key={key}>
            <span className={styles.number}>{m.annotationFiles.problemAt(index)}</span>
            <span>
              {m.common.problem(reason)}
              {id !== null && <span className={styles.name}>{id}</span>}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > mostShown && <p>{m.annotationFiles.moreProblems(problems.length - mostShown)}</p>}
    </section>
  );
};
