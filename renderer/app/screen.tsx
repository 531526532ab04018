import { lazy, Suspense, useEffect } from 'react';
import { QueueScreen } from '../features/queue/queue-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { useMessages } from '../messages/use-messages.ts';
import { useView } from '../stores/use-stores.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

/** The viewers of evidence weigh more than the rest of the window; they come when a review is first opened. */
const ReviewScreen = lazy(async () => {
  const { ReviewScreen } = await import('../features/review/review-screen.tsx');
  return { default: ReviewScreen };
});

/** The screen that the address names. */
export const Screen = () => {
  const m = useMessages();
  const view = useView();
  const key = view.name === 'review' ? `review ${view.assignmentId}` : view.name;

  useEffect(() => {
    document.title = m.app.windowTitle(m.app[view.name]);
  }, [m, view.name]);

  return (
    <ErrorBoundary resetKey={key}>
      {view.name === 'queue' && <QueueScreen />}
      {view.name === 'sync' && <SyncScreen />}
      {view.name === 'settings' && <SettingsScreen />}
      {view.name === 'review' && (
        <Suspense fallback={<Skeleton />}>
          <ReviewScreen assignmentId={view.assignmentId} key={view.assignmentId} />
        </Suspense>
      )}
    </ErrorBoundary>
  );
};
