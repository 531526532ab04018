import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** `alertdialog` for a question that must be answered before anything else. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly wide?: boolean;
  /** Buttons, the safe one first, the one that acts last. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
};

/** A modal dialog: the focus stays inside, Escape closes, and goes back to where it was. */
export const Dialog = ({
  title,
  isOpen,
  onClose,
  role = 'dialog',
  wide = false,
  footer,
  children,
}: DialogProps) => {
  const m = useMessages();
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isDismissable={role === 'dialog'}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={classNames(styles.modal, wide && styles.wide)}>
        <AriaDialog className={styles.dialog ?? ''} role={role}>
          <div className={styles.head}>
            <Heading className={styles.title ?? ''} level={2} slot="title">
              {title}
            </Heading>
          </div>
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <div className={styles.foot}>{footer}</div>}
          {/* Last in the order of the Tab key, so that the first stop is what the dialog is about. */}
          <span className={styles.close}>
            <IconButton icon={<X />} label={m.common.close} onPress={onClose} size="small" />
          </span>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};
