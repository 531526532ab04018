import { useMessages } from '../messages/use-messages.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './cut-off-notice.module.css';

type CutOffNoticeProps = {
  /** The share of the file that is there, from 0 to 1; null: all of it. */
  readonly present: number | null;
  /** Where it stands. */
  readonly className: string | undefined;
};

/** That a recording plays only as far as its file goes. */
export const CutOffNotice = ({ present, className }: CutOffNoticeProps) => {
  const m = useMessages();
  return present === null ? null : (
    <p className={classNames(styles.notice, className)} role="status">
      {m.viewerMedia.cutOffNotice(present)}
    </p>
  );
};
