import { Fragment, type RefObject, useState } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import type { ChangeRow, RowGroup, RowPart } from './change-rows.ts';
import styles from './change-text.module.css';

type ChangeTextProps = {
  readonly groups: readonly RowGroup[];
  /** The change gone to last. */
  readonly current: number | null;
  readonly body: RefObject<HTMLElement | null>;
};

/** The text of both attempts as one: what came and what went are told by sign and line, not by colour alone. */
export const ChangeText = ({ groups, current, body }: ChangeTextProps) => {
  const m = useMessages();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section aria-label={m.comparison.changes} className={styles.body} data-entry ref={body} tabIndex={0}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place, and never change places.
        <Group current={current} group={group} key={at} />
      ))}
    </section>
  );
};

type GroupProps = { readonly group: RowGroup; readonly current: number | null };

const Group = ({ group, current }: GroupProps) => {
  const m = useMessages();
  const [open, setOpen] = useState(false);
  if (group.kind === 'rows') return <Rows current={current} rows={group.rows} />;
  return (
    <>
      <button aria-expanded={open} className={styles.fold} onClick={() => setOpen(!open)} type="button">
        {m.comparison.unchanged(group.rows.length)}
      </button>
      {open && <Rows current={current} rows={group.rows} />}
    </>
  );
};

const Rows = ({ rows, current }: { rows: readonly ChangeRow[]; current: number | null }) => {
  const m = useMessages();
  return rows.map((row, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place, and never change places.
    <div className={styles.row} data-kind={row.kind} key={at}>
      <span aria-hidden className={styles.sign}>
        {m.comparison.sign[row.kind]}
      </span>
      <p>
        {row.parts.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Part current={current} key={place} part={part} />
        ))}
      </p>
    </div>
  ));
};

const Part = ({ part, current }: { part: RowPart; current: number | null }) => {
  const { kind, text, change } = part;
  if (kind === 'same') return <Fragment>{text}</Fragment>;
  const Tag = kind === 'added' ? 'ins' : 'del';
  return (
    <Tag data-change={change} data-current={change === current || undefined}>
      {text}
    </Tag>
  );
};
