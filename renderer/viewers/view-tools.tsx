import { Maximize, RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './view-tools.module.css';
import type { ViewerAction } from './viewer.ts';

type ViewToolsProps = {
  readonly scale: number;
  readonly perform: (action: ViewerAction) => void;
  readonly fitLabel: string;
  /** In place of the zoom as a number. */
  readonly zoomField?: ReactNode;
  /** Tools of this viewer alone, before the common ones. */
  readonly children?: ReactNode;
};

/** The bar of what is looked at rather than played: zoom, fit, turn. */
export const ViewTools = ({ scale, perform, fitLabel, zoomField, children }: ViewToolsProps) => {
  const m = useMessages();
  return (
    <fieldset aria-label={m.viewers.tools} className={styles.tools}>
      {children}
      <span className={styles.gap} />
      <IconButton
        command="evidence.zoomOut"
        icon={<ZoomOut />}
        label={m.viewers.zoomOut}
        onPress={() => perform('zoom-out')}
        placement="top"
      />
      {zoomField ?? <output className={styles.scale}>{m.viewers.zoomPercent(scale)}</output>}
      <IconButton
        command="evidence.zoomIn"
        icon={<ZoomIn />}
        label={m.viewers.zoomIn}
        onPress={() => perform('zoom-in')}
        placement="top"
      />
      <IconButton
        command="evidence.zoomFit"
        icon={<Maximize />}
        label={fitLabel}
        onPress={() => perform('zoom-fit')}
        placement="top"
      />
      <IconButton
        command="evidence.rotate"
        icon={<RotateCw />}
        label={m.viewers.rotate}
        onPress={() => perform('rotate')}
        placement="top"
      />
    </fieldset>
  );
};
