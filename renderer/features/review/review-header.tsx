import {
  ArrowLeft,
  CircleSlash2,
  Ellipsis,
  FileDown,
  FileUp,
  History,
  LogOut,
  ShieldAlert,
} from 'lucide-react';
import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow } from '../../stores/use-stores.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './review-header.module.css';
import { SaveStatus } from './save-status.tsx';

/** What is being reviewed, how it stands, and the decisions about it as a whole. */
export const ReviewHeader = () => {
  const m = useMessages();
  const go = useGo();
  return (
    <section aria-label={m.review.header} className={styles.header}>
      <IconButton icon={<ArrowLeft />} label={m.review.backToQueue} onPress={() => go({ name: 'queue' })} />
      <Identity />
      <SaveStatus />
      <Actions />
    </section>
  );
};

const Identity = () => {
  const m = useMessages();
  const now = useNow();
  const { submission, microCredential, assignment, state } = useDesk().document;
  const overdue = new Date(assignment.dueAt).getTime() < now;
  const done = state === 'submitted' || state === 'locked';
  return (
    <div className={styles.identity}>
      <div className={styles.line}>
        <ScreenHeading>
          <VisuallyHidden>{m.review.title('')}</VisuallyHidden>
          {submission.code}
        </ScreenHeading>
        <span className={styles.credential} title={microCredential.title}>
          {microCredential.title}
        </span>
        {submission.attempt > 1 && <Badge tone="accent">{m.review.attempt(submission.attempt)}</Badge>}
        {assignment.kind === 'practice' && <Badge tone="warn">{m.review.practice}</Badge>}
        <Badge tone={done ? 'good' : 'neutral'}>{m.queue.state[state]}</Badge>
      </div>
      <p className={styles.context} title={submission.context}>
        {!done && <span data-overdue={overdue || undefined}>{m.review.due(assignment.dueAt, now)}</span>}
        {submission.context}
      </p>
    </div>
  );
};

const Actions = () => {
  const m = useMessages();
  const { document, priorShown, showPrior, openDialog } = useDesk();
  return (
    <div className={styles.actions}>
      {document.submission.attempt > 1 && (
        <Button
          aria-expanded={priorShown}
          command="review.priorFeedback"
          icon={<History />}
          onPress={() => showPrior(!priorShown)}
          variant="quiet"
        >
          {m.review.priorOpen}
        </Button>
      )}
      <span className={styles.safety}>
        <Button
          command="review.childSafety"
          icon={<ShieldAlert />}
          onPress={() => openDialog('child-safety')}
          variant="secondary"
        >
          {m.review.childSafety}
        </Button>
      </span>
      <MoreActions />
      {document.editable && (
        <Button command="review.submit" onPress={() => openDialog('submit')} variant="primary">
          {m.review.submit}
        </Button>
      )}
    </div>
  );
};

/** What is done seldom. A review that is closed can still be exported. */
const MoreActions = () => {
  const m = useMessages();
  const { document, openDialog } = useDesk();
  const history: MenuEntry = {
    id: 'history',
    title: m.reviewHistory.open,
    icon: <History aria-hidden />,
    command: 'review.history',
    onAction: () => openDialog('history'),
  };
  const exporting: MenuEntry = {
    id: 'export-annotations',
    title: m.annotationFiles.exportTitle,
    icon: <FileDown aria-hidden />,
    command: 'review.exportAnnotations',
    onAction: () => openDialog('export-annotations'),
  };
  const editing: readonly MenuEntry[] = [
    {
      id: 'import-annotations',
      title: m.annotationFiles.importTitle,
      icon: <FileUp aria-hidden />,
      command: 'review.importAnnotations',
      onAction: () => openDialog('import-annotations'),
    },
    {
      id: 'set-aside',
      title: m.review.setAside,
      icon: <CircleSlash2 aria-hidden />,
      command: 'review.setAside',
      onAction: () => openDialog('set-aside'),
    },
    {
      id: 'recuse',
      title: m.review.recuse,
      icon: <LogOut aria-hidden />,
      onAction: () => openDialog('recuse'),
    },
  ];
  return (
    <Menu
      entries={[history, exporting, ...(document.editable ? editing : [])]}
      label={m.review.more}
      placement="bottom end"
    >
      <IconButton icon={<Ellipsis />} label={m.review.more} />
    </Menu>
  );
};
