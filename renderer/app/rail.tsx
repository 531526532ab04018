import { Inbox, RefreshCw, Settings } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useMessages } from '../messages/use-messages.ts';
import type { CommandId } from '../shortcuts/commands.ts';
import { useShortcutKeys } from '../shortcuts/shortcut-context.tsx';
import { useGo, useView } from '../stores/use-stores.tsx';
import { classNames } from '../ui/class-names.ts';
import { Mark } from '../ui/mark.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { AccountMenu } from './account-menu.tsx';
import styles from './rail.module.css';

type Section = {
  readonly name: 'queue' | 'sync' | 'settings';
  /** How many things there need the reviewer. */
  readonly mark?: number;
};

const icons = { queue: Inbox, sync: RefreshCw, settings: Settings };
const goCommands: Readonly<Record<Section['name'], CommandId>> = {
  queue: 'go.queue',
  sync: 'go.sync',
  settings: 'go.settings',
};

type RailProps = { readonly sections: readonly Section[]; readonly onLeaveSample: () => void };

/** The sections at the left, and the account below. A review belongs to the queue. */
export const Rail = ({ sections, onLeaveSample }: RailProps) => {
  const m = useMessages();
  return (
    <div className={styles.rail}>
      <Mark size={30} />
      <nav aria-label={m.app.rail} className={styles.sections}>
        {sections.map((section) => (
          <RailButton key={section.name} section={section} />
        ))}
      </nav>
      <AccountMenu onLeaveSample={onLeaveSample} />
    </div>
  );
};

const RailButton = ({ section: { name, mark = 0 } }: { section: Section }) => {
  const m = useMessages();
  const view = useView();
  const go = useGo();
  const { ariaOf } = useShortcutKeys();
  const Icon = icons[name];
  const current = view.name === name || (view.name === 'review' && name === 'queue');
  return (
    <Tooltip command={goCommands[name]} placement="right" text={m.app[name]}>
      <Button
        className={classNames(styles.section, current && styles.current)}
        onPress={() => go({ name })}
        render={(props) => (
          <button
            {...props}
            aria-current={current ? 'page' : undefined}
            aria-keyshortcuts={ariaOf(goCommands[name])}
          />
        )}
      >
        <Icon aria-hidden />
        {m.app[name]}
        {mark > 0 && <span className={styles.mark}>{m.app.needsYou(mark)}</span>}
      </Button>
    </Tooltip>
  );
};
