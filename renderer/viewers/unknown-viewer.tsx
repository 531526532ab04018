import { ClipboardCopy, FileQuestion } from 'lucide-react';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './unknown-viewer.module.css';
import { useSignature } from './use-signature.ts';
import { useWholeHandle } from './use-whole-handle.ts';
import type { ViewerProps } from './viewer.ts';

/** A file that is never opened: what is known of it, and what to do. */
export const UnknownViewer = ({ ref, source, onAnchors }: ViewerProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const said = useSignature(source);
  useWholeHandle({ ref, onAnchors });

  const content = (): string => {
    if (source.size === 0) return m.viewers.bytes(0);
    if (said === 'looking') return m.common.loading;
    if (said === 'unreadable') return m.viewerFiles.firstBytesUnread;
    return said === null ? m.viewerFiles.firstBytesUnknown : m.viewerFiles.firstBytesAre(said);
  };
  const copy = (): void => {
    navigator.clipboard.writeText(source.sha256).then(
      () => announce(m.viewerFiles.digestCopied),
      () => announce(m.viewerFiles.digestNotCopied),
    );
  };

  return (
    <div className={styles.viewer}>
      <EmptyState icon={<FileQuestion />} text={m.viewers.cannotShowText} title={m.viewers.cannotShow} />
      <dl className={styles.facts}>
        <dt>{m.viewers.fileName}</dt>
        <dd>{source.label}</dd>
        <dt>{m.viewers.fileType}</dt>
        <dd>{source.mediaType}</dd>
        <dt>{m.viewerFiles.firstBytes}</dt>
        <dd>{content()}</dd>
        <dt>{m.viewers.fileSize}</dt>
        <dd>{m.viewerFiles.sizeInBytes(source.size)}</dd>
        <dt>{m.viewers.fileDigest}</dt>
        <dd className={styles.digest}>{source.sha256}</dd>
      </dl>
      <Button icon={<ClipboardCopy />} onPress={copy} size="small">
        {m.viewerFiles.copyDigest}
      </Button>
    </div>
  );
};
