import type { CSSProperties } from 'react';

/** A criterion's colours for CSS: `--tone` and `--tone-soft`. Null: no criterion. */
export const toneStyle = (tone: number | null): CSSProperties =>
  ({
    '--tone': tone === null ? 'var(--text-muted)' : `var(--criterion-${tone})`,
    '--tone-soft': tone === null ? 'var(--sunken)' : `var(--criterion-${tone}-soft)`,
  }) as CSSProperties;

const paletteSize = 8;

/** The place in the palette, 1–8, of the criterion at a position in the rubric. More than eight share, told apart by letter. */
export const toneOf = (position: number): number => (position % paletteSize) + 1;
