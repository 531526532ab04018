import { FileQuestion } from 'lucide-react';
import { useMessages } from '../messages/use-messages.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './unknown-viewer.module.css';
import { useViewerHandle } from './use-viewer-handle.ts';
import type { ViewerProps } from './viewer.ts';

/** A file that is never opened: what is known of it, and what to do. */
export const UnknownViewer = ({ ref, source }: ViewerProps) => {
  const m = useMessages();
  useViewerHandle(ref, {
    describe: () => ({ kind: 'whole' }),
    reveal: (locator) => locator.kind === 'whole',
    highlight: () => undefined,
    perform: () => false,
  });
  return (
    <div className={styles.viewer}>
      <EmptyState icon={<FileQuestion />} text={m.viewers.cannotShowText} title={m.viewers.cannotShow} />
      <dl className={styles.facts}>
        <dt>{m.viewers.fileName}</dt>
        <dd>{source.label}</dd>
        <dt>{m.viewers.fileType}</dt>
        <dd>{source.mediaType}</dd>
        <dt>{m.viewers.fileSize}</dt>
        <dd>{m.viewers.bytes(source.size)}</dd>
        <dt>{m.viewers.fileDigest}</dt>
        <dd className={styles.digest}>{source.sha256}</dd>
      </dl>
    </div>
  );
};
