import type { HTMLAttributes, ReactNode, Ref } from 'react';

/*
 * The parts of an ARIA grid whose rows come and go with scrolling. HTML has no such table, so they are made of roles;
 * the grid alone has the focus and the keys, and names its active row, so rows and cells take none.
 */

type PartProps = Omit<HTMLAttributes<HTMLDivElement>, 'role' | 'tabIndex'> & { readonly children: ReactNode };

type GridProps = PartProps & { readonly ref: Ref<HTMLDivElement>; readonly 'aria-label': string };

export const Grid = (props: GridProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  <div {...props} role="grid" tabIndex={0} />
);

export const GridRow = (props: PartProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  <div {...props} role="row" />
);

export const GridHead = (props: PartProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: a head that sorts holds a button
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  <div {...props} role="columnheader" />
);

export const GridCell = (props: PartProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  <div {...props} role="gridcell" />
);
