import { FileDown } from 'lucide-react';
import { useState } from 'react';
import {
  type AnnotationFormat,
  annotationFormatSchema,
} from '../../../shared/workbench-api/annotation-files.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { deliverFile } from '../../ui/deliver-file.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

type Outcome = { readonly text: string; readonly tone: 'good' | 'info' };

/** The annotations of this review as a file, in one of three formats. */
export const AnnotationExportDialog = () => {
  const m = useMessages();
  const { assignmentId, document, content, openDialog } = useDesk();
  const [format, setFormat] = useState<AnnotationFormat>('json-ld');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const exporting = useAction(useReviewActions().exportAnnotations);
  const all = content.annotations.length;
  const timed = content.annotations.filter(({ locator }) => locator.kind === 'time').length;
  const countOf = (one: AnnotationFormat): number => (one === 'webvtt' ? timed : all);
  const close = (): void => openDialog(null);

  const send = async (): Promise<void> => {
    if (exporting.isRunning) return;
    setOutcome(null);
    const answer = await exporting.run(assignmentId, format);
    if (!answer.ok) return;
    if (answer.value.delivery === 'cancelled') {
      setOutcome({ text: m.annotationFiles.exportCancelled, tone: 'info' });
      return;
    }
    const { delivery, fileName, written } = answer.value;
    if (delivery === 'download') deliverFile(answer.value.url, fileName);
    setOutcome({ text: m.annotationFiles.exported(written, fileName), tone: 'good' });
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.annotationFiles.close}</Button>
          {all > 0 && (
            <Button
              icon={<FileDown aria-hidden />}
              isDisabled={countOf(format) === 0}
              isPending={exporting.isRunning}
              onPress={() => void send()}
              variant="primary"
            >
              {exporting.isRunning
                ? m.annotationFiles.exporting
                : m.annotationFiles.exportConfirm(countOf(format))}
            </Button>
          )}
        </>
      }
      isOpen
      onClose={close}
      title={m.annotationFiles.exportHeading(document.submission.code)}
    >
      <DialogRoom>
        <p>{all === 0 ? m.annotationFiles.exportNothing : m.annotationFiles.exportText}</p>
        {all > 0 && (
          <Choice
            label={m.annotationFiles.formatLabel}
            onChange={setFormat}
            options={annotationFormatSchema.options.map((value) => ({
              value,
              title: m.annotationFiles.formats[value],
              hint: m.annotationFiles.formatHint[value](countOf(value)),
              disabled: countOf(value) === 0,
            }))}
            value={format}
          />
        )}
        {exporting.problem !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(exporting.problem)}
          </Banner>
        )}
        {outcome !== null && (
          <Banner inset tone={outcome.tone}>
            {outcome.text}
          </Banner>
        )}
      </DialogRoom>
    </Dialog>
  );
};
