import { FileWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './viewer-face.module.css';

/** A file that could not be opened: what that means and what to do. */
export const FailedFace = ({ text, onRetry }: { text: ReactNode; onRetry?: () => void }) => {
  const m = useMessages();
  return (
    <div className={styles.face} role="alert">
      <EmptyState
        action={onRetry === undefined ? undefined : <Button onPress={onRetry}>{m.common.retry}</Button>}
        icon={<FileWarning />}
        text={text}
        title={m.viewers.failed}
      />
    </div>
  );
};

export const OpeningFace = () => (
  <div className={styles.opening}>
    <Skeleton lines={8} />
  </div>
);
