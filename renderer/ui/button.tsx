import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import type { CommandId } from '../shortcuts/commands.ts';
import { useShortcutKeys } from '../shortcuts/shortcut-context.tsx';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

type Look = {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  /** The command this button does: its keys are told to screen readers and in tooltips. */
  readonly command?: CommandId;
};

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'render'> &
  Look & {
    readonly icon?: ReactNode;
    readonly children: ReactNode;
    readonly ref?: Ref<HTMLButtonElement>;
  };

const lookOf = (variant: NonNullable<Look['variant']>, size: NonNullable<Look['size']>): string =>
  classNames(styles.button, styles[variant], size !== 'medium' && styles[size]);

/** A button with words. While `isPending` it keeps the focus and does nothing. */
export const Button = ({
  variant = 'secondary',
  size = 'medium',
  command,
  icon,
  children,
  ...rest
}: ButtonProps) => {
  const { ariaOf } = useShortcutKeys();
  const button = (
    <AriaButton
      {...rest}
      className={lookOf(variant, size)}
      {...(command === undefined
        ? {}
        : { render: (props) => <button {...props} aria-keyshortcuts={ariaOf(command)} /> })}
    >
      {rest.isPending === true ? <span aria-hidden className={styles.spinner} /> : icon}
      {children}
    </AriaButton>
  );
  return button;
};

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'render' | 'aria-label'> &
  Look & {
    readonly icon: ReactNode;
    /** Its name, also the tooltip. */
    readonly label: string;
    readonly placement?: 'top' | 'bottom' | 'left' | 'right';
    readonly ref?: Ref<HTMLButtonElement>;
  };

/** A button with a picture only; the tooltip tells its name and keys. */
export const IconButton = ({
  variant = 'quiet',
  size = 'medium',
  command,
  icon,
  label,
  placement = 'bottom',
  ...rest
}: IconButtonProps) => {
  const { ariaOf } = useShortcutKeys();
  return (
    <Tooltip command={command} placement={placement} text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classNames(lookOf(variant, size), styles.iconOnly)}
        {...(command === undefined
          ? {}
          : { render: (props) => <button {...props} aria-keyshortcuts={ariaOf(command)} /> })}
      >
        {icon}
      </AriaButton>
    </Tooltip>
  );
};
