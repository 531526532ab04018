import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp, useNow } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './revoked.module.css';

type RevokedState = Extract<AppState, { phase: 'revoked' }>;

/** The hub has revoked this computer: what went with it, whom to ask, and the way on. */
export const Revoked = ({ state }: { state: RevokedState }) => {
  const m = useMessages();
  const now = useNow();
  const leave = useAction(useApp((app) => app.leaveRevoked));
  const { hub, revokedAt, shreddedAt, unsent, hubTold, problem } = state;
  const problemShown = leave.problem ?? problem;
  return (
    <Doorway wide lead={m.revoked.lead(hub.name, revokedAt, now)} title={m.revoked.title}>
      <ul className={styles.facts}>
        <li>{m.revoked.gone}</li>
        <li>{m.revoked.unsent(unsent)}</li>
        <li>{m.revoked.kept}</li>
      </ul>
      <p>{m.revoked.ask(hub.name)}</p>
      {shreddedAt === null ? (
        <Banner inset tone={problemShown === null ? 'info' : 'warn'}>
          {problemShown === null ? m.revoked.removing : m.revoked.notRemoved(m.common.problem(problemShown))}
        </Banner>
      ) : (
        <Banner inset tone="good">
          {m.revoked.removed(shreddedAt)} {hubTold ? m.revoked.hubTold : m.revoked.hubNotTold}
        </Banner>
      )}
      <Form
        actions={
          <Button isPending={leave.isRunning} type="submit" variant="primary">
            {shreddedAt === null ? m.common.retry : m.revoked.goOn}
          </Button>
        }
        onSubmit={() => void leave.run()}
        problem={null}
      >
        {null}
      </Form>
    </Doorway>
  );
};
