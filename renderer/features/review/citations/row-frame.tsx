import type { ReactNode } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { classNames } from '../../../ui/class-names.ts';
import { lettersOf } from '../annotation-marks.ts';
import { isReplaced, type Standing } from './citation-rows.ts';
import { CriteriaToggles } from './criteria-toggles.tsx';
import { type Line, lineStyle } from './line.ts';
import { useRowDesk } from './row-context.tsx';
import styles from './row-frame.module.css';

/** All of them plain values or objects that stay: a row is drawn anew only when it changes. */
export type LineProps = Line & {
  readonly annotation: Annotation;
  readonly standing: Standing;
  /** The row that Tab stops at; its controls are the next stops. */
  readonly active: boolean;
  /** It was cited or shown last. */
  readonly current: boolean;
  /** Its note is being written. */
  readonly noting: boolean;
};

export type Row = Pick<LineProps, 'annotation' | 'standing'>;

/** What a row says as a whole: criteria, place, note, file, and what is to be known of the place. */
const useRowName = ({ annotation, standing }: Row): string => {
  const m = useMessages();
  const { criteria, files } = useRowDesk();
  return m.citations.rowName([
    lettersOf(annotation, criteria) || m.citations.wholeSubmission,
    m.citations.place(annotation.locator, m.viewers.place(annotation.locator)),
    annotation.text,
    files.get(annotation.artifactId)?.label ?? '',
    m.citations.standing[standing],
    isReplaced(annotation, files) ? m.citations.replaced : '',
  ]);
};

type RowFrameProps = LineProps & { readonly className: string | undefined; readonly children: ReactNode };

/** A row that takes the focus. `className` says how its cells lie. */
export const RowFrame = ({ className, children, active, current, index, ...row }: RowFrameProps) => {
  const name = useRowName(row);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    <div
      aria-current={current ? 'true' : undefined}
      aria-label={name}
      aria-rowindex={index + 1}
      className={classNames(styles.row, className)}
      data-citation={row.annotation.id}
      data-entry={active || undefined}
      role="row"
      style={lineStyle(row)}
      tabIndex={active ? 0 : -1}
    >
      {children}
    </div>
  );
};

/** A cell of a row. */
export const Cell = ({ className, children }: { className: string | undefined; children?: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus, and the controls in the cell
  <div className={className} role="gridcell">
    {children}
  </div>
);

/** The first cell: what the citation is for. */
export const LettersCell = ({ annotation, active }: Pick<LineProps, 'annotation' | 'active'>) => (
  <Cell className={styles.letters}>
    <CriteriaToggles active={active} annotation={annotation} />
  </Cell>
);
