import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import type { CommandId } from '../shortcuts/commands.ts';
import { KeyCaps } from './key-caps.tsx';
import styles from './tooltip.module.css';

type TooltipProps = {
  readonly text: ReactNode;
  /** Its keys are shown beside the text. */
  readonly command?: CommandId | undefined;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  /** One focusable react-aria control. */
  readonly children: ReactElement;
};

/** Shown on hover after half a second, and at once on keyboard focus. */
export const Tooltip = ({ text, command, placement = 'bottom', children }: TooltipProps) => (
  <TooltipTrigger delay={500} closeDelay={60}>
    {children}
    <AriaTooltip className={styles.tooltip ?? ''} offset={6} placement={placement}>
      <span>{text}</span>
      {command !== undefined && <KeyCaps command={command} />}
    </AriaTooltip>
  </TooltipTrigger>
);
