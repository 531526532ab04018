import { type ReactNode, useEffect, useRef } from 'react';
import styles from './screen-heading.module.css';

type ScreenHeadingProps = {
  /** False where a field takes the focus instead. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
};

/** The h1 of a screen. It takes the focus when the screen comes up, so that the keyboard and the ear are there too. */
export const ScreenHeading = ({ takesFocus = true, children }: ScreenHeadingProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <h1 className={styles.heading} ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
};
