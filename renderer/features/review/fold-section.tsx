import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { CommandId } from '../../shortcuts/commands.ts';
import { useShortcutKeys } from '../../shortcuts/shortcut-context.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { type Fold, useDesk } from './desk-context.tsx';
import styles from './fold-section.module.css';

type FoldSectionProps = {
  readonly fold: Fold;
  readonly title: string;
  readonly command: CommandId;
  /** How much is inside, shown while it is folded too; 0 shows nothing. */
  readonly badge: number;
  readonly children: ReactNode;
};

/** A part that folds away, and says what it holds. */
export const FoldSection = ({ fold, title, command, badge, children }: FoldSectionProps) => {
  const id = useId();
  const { ariaOf } = useShortcutKeys();
  const { folds, setFold } = useDesk();
  const open = folds.has(fold);
  return (
    <section className={styles.fold}>
      <button
        aria-controls={id}
        aria-expanded={open}
        aria-keyshortcuts={ariaOf(command)}
        className={styles.head}
        onClick={() => setFold(fold, !open)}
        type="button"
      >
        <ChevronRight aria-hidden />
        <span>{title}</span>
        {badge > 0 && <span className={styles.badge}>{badge}</span>}
        <span className={styles.keys}>
          <KeyCaps command={command} />
        </span>
      </button>
      <div className={styles.body} hidden={!open} id={id}>
        {children}
      </div>
    </section>
  );
};
