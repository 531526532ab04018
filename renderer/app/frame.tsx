import { useMemo } from 'react';
import { useSync } from '../stores/use-stores.tsx';
import { Banners } from './banners.tsx';
import styles from './frame.module.css';
import { FrameCommands } from './frame-commands.tsx';
import { Rail } from './rail.tsx';
import { Screen } from './screen.tsx';
import { SkipLink } from './skip-link.tsx';
import { StatusBar } from './status-bar.tsx';

/** The reviewer's desk: rail, screen, status. The screen scrolls inside itself, the frame never. */
export const Frame = ({ onLeaveSample }: { onLeaveSample: () => void }) => {
  const blocked = useSync(({ status }) => status?.changes.blocked ?? 0);
  const sections = useMemo(
    () => [
      { name: 'queue' as const },
      { name: 'sync' as const, mark: blocked },
      { name: 'settings' as const },
    ],
    [blocked],
  );
  return (
    <div className={styles.frame}>
      <SkipLink />
      <FrameCommands onLeaveSample={onLeaveSample} />
      <Rail onLeaveSample={onLeaveSample} sections={sections} />
      <div className={styles.stage}>
        <Banners />
        <main className={styles.main} id="content" tabIndex={-1}>
          <Screen />
        </main>
      </div>
      <StatusBar />
    </div>
  );
};
