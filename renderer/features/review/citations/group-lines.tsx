import { FileX, MapPinOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { useDesk } from '../desk-context.tsx';
import { KindIcon } from '../evidence-names.tsx';
import styles from './group-lines.module.css';
import { type Line, lineStyle } from './line.ts';

type GroupLineProps = {
  readonly line: Line;
  readonly icon: ReactNode;
  readonly title: string;
  readonly count: number;
  readonly hint?: string;
  readonly state?: 'here' | 'lost' | undefined;
};

const GroupLine = ({ line, icon, title, count, hint, state }: GroupLineProps) => {
  const m = useMessages();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: a heading of rows, passed over by the keys
    <div
      aria-rowindex={line.index + 1}
      className={styles.line}
      data-state={state}
      role="row"
      style={lineStyle(line)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div className={styles.cell} role="rowheader">
        {icon}
        <span className={styles.title}>{title}</span>
        <span className={styles.count}>{m.citations.count(count)}</span>
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </div>
    </div>
  );
};

/** The head of the citations of one file. */
export const FileLine = ({ artifactId, count, line }: { artifactId: string; count: number; line: Line }) => {
  const m = useMessages();
  const { files, artifactId: onStage } = useDesk();
  const file = files.get(artifactId);
  return (
    <GroupLine
      count={count}
      icon={file === undefined ? <FileX aria-hidden /> : <KindIcon kind={file.kind} />}
      line={line}
      state={artifactId === onStage ? 'here' : undefined}
      title={file?.label ?? m.citations.fileGone}
    />
  );
};

/** The head of the citations that are not found in their files. */
export const OrphansLine = ({ count, line }: { count: number; line: Line }) => {
  const m = useMessages();
  return (
    <GroupLine
      count={count}
      hint={m.citations.orphansHint}
      icon={<MapPinOff aria-hidden />}
      line={line}
      state="lost"
      title={m.citations.orphans}
    />
  );
};
