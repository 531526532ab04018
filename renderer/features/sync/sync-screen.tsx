import { CircleAlert, CircleCheck, CloudOff, PauseCircle, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useSync } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAction } from '../../ui/use-action.ts';
import { BlockedChanges } from './blocked-changes.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ExportCard } from './export-card.tsx';
import { type Headline, syncHeadline } from './sync-headline.ts';
import styles from './sync-screen.module.css';
import { ChangesCard, EvidenceCard } from './tally-cards.tsx';

/** What the hub has, what waits, what it refused, and what to do when it stays away. */
export const SyncScreen = () => {
  const m = useMessages();
  const status = useSync((slice) => slice.status);
  const problem = useSync((slice) => slice.problem);
  const refresh = useSync((slice) => slice.refresh);
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <ScreenHeading>{m.sync.title}</ScreenHeading>
        <SyncNow />
      </header>
      {status === null && problem === null && <Skeleton />}
      {status === null && problem !== null && (
        <EmptyState
          action={<Button onPress={() => void refresh()}>{m.common.retry}</Button>}
          icon={<CircleAlert aria-hidden />}
          text={m.common.problem(problem)}
          title={m.sync.errorTitle}
        />
      )}
      {status !== null && <Body status={status} />}
    </div>
  );
};

const SyncNow = () => {
  const m = useMessages();
  const syncing = useSync((slice) => slice.syncing);
  const sync = useAction(useSync((slice) => slice.syncNow));
  return (
    <div className={styles.now}>
      {sync.problem !== null && (
        <p className={styles.problem} role="alert">
          {m.common.problem(sync.problem)}
        </p>
      )}
      <Button
        command="sync.now"
        icon={<RefreshCw aria-hidden />}
        isPending={syncing}
        onPress={() => void sync.run()}
        variant="primary"
      >
        {syncing ? m.sync.running : m.sync.now}
        <KeyCaps command="sync.now" />
      </Button>
    </div>
  );
};

const icons: Readonly<Record<Headline['kind'], ReactNode>> = {
  unknown: <RefreshCw aria-hidden />,
  nothingYet: <CircleCheck aria-hidden />,
  allAcknowledged: <CircleCheck aria-hidden />,
  sending: <RefreshCw aria-hidden />,
  offline: <CloudOff aria-hidden />,
  paused: <PauseCircle aria-hidden />,
  blocked: <TriangleAlert aria-hidden />,
};

const tones: Readonly<Record<Headline['kind'], string | undefined>> = {
  unknown: undefined,
  nothingYet: styles.good,
  allAcknowledged: styles.good,
  sending: styles.accent,
  offline: styles.warn,
  paused: styles.warn,
  blocked: styles.bad,
};

const useHeadlineText = (headline: Headline): string => {
  const words = useMessages().sync.headline;
  return 'count' in headline ? words[headline.kind](headline.count) : words[headline.kind];
};

const Body = ({ status }: { status: SyncStatus }) => {
  const m = useMessages();
  const headline = syncHeadline(status);
  const text = useHeadlineText(headline);
  return (
    <div className={styles.body}>
      <div className={classNames(styles.headline, tones[headline.kind])} role="status">
        {icons[headline.kind]}
        <div>
          <h2 className={styles.headlineText}>{text}</h2>
          <p className={styles.muted}>
            {m.sync.changesText(status.changes.acknowledged, status.changes.total)}
          </p>
        </div>
      </div>
      {status.problem !== null && (
        <Banner inset tone="warn">
          {m.common.problem(status.problem)}
        </Banner>
      )}
      <div className={styles.cards}>
        <ChangesCard status={status} />
        <EvidenceCard status={status} />
        <ConnectionCard status={status} />
      </div>
      <BlockedChanges />
      <ExportCard unsent={status.changes.total - status.changes.acknowledged} />
    </div>
  );
};
