import { Link } from 'react-aria-components';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

type LinkButtonProps = { readonly href: string; readonly autoFocus?: boolean; readonly children: string };

/** Opens a page outside of Assay in another tab, which learns nothing of this one. Looks like the button that goes on. */
export const LinkButton = ({ href, autoFocus = false, children }: LinkButtonProps) => (
  <Link
    autoFocus={autoFocus}
    className={classNames(styles.button, styles.primary)}
    href={href}
    rel="noopener noreferrer"
    target="_blank"
  >
    {children}
  </Link>
);
