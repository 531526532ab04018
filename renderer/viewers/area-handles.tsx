import type { CSSProperties } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { classNames } from '../ui/class-names.ts';
import { areaHandles } from './area-box.ts';
import styles from './area-handles.module.css';

/** Where an area lies over its picture. */
export const placed = ({ x, y, width, height }: PercentRect): CSSProperties => ({
  left: `${x}%`,
  top: `${y}%`,
  width: `${width}%`,
  height: `${height}%`,
});

/** What an area is resized by, at its corners and edges. `className` is a handle's look; its middle is to stand there. */
export const AreaHandles = ({ className }: { className: string | undefined }) =>
  areaHandles.map((handle) => (
    <i aria-hidden className={classNames(styles.handle, className)} data-handle={handle} key={handle} />
  ));
