import type { CSSProperties } from 'react';

/** Where a line of the list is drawn. Pixels. */
export type Line = { readonly index: number; readonly top: number; readonly height: number };

export const lineStyle = ({ top, height }: Pick<Line, 'top' | 'height'>): CSSProperties => ({ top, height });
