import { Button as AriaButton } from 'react-aria-components';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { initialsOf } from '../../ui/initials.ts';
import { useAction } from '../../ui/use-action.ts';
import styles from './sign-in.module.css';

type SignedOut = Extract<AppState, { phase: 'signed-out' }>;
type SampleSignIns = NonNullable<SignedOut['sampleSignIns']>;

type PersonProps = {
  readonly person: SampleSignIns['accounts'][number];
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
};

const Person = ({ person, isDisabled, onChoose }: PersonProps) => {
  const m = useMessages();
  return (
    <li>
      <AriaButton className={styles.person ?? ''} isDisabled={isDisabled} onPress={onChoose}>
        <span aria-hidden className={styles.initials}>
          {initialsOf(person.name)}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{person.name}</span>
          <span className={styles.roles}>{m.setup.roleList(person.roles)}</span>
        </span>
        {!person.roles.includes('reviewer') && <span className={styles.note}>{m.setup.reviewersOnly}</span>}
      </AriaButton>
    </li>
  );
};

type SampleSignInProps = {
  readonly hub: SignedOut['hub'];
  readonly signIns: SampleSignIns;
  readonly onOther: () => void;
  readonly onLeave: () => void;
};

/** The invented people of the sample program; choosing one signs in. */
export const SampleSignIn = ({ hub, signIns, onOther, onLeave }: SampleSignInProps) => {
  const m = useMessages();
  const signIn = useAction(useApp((app) => app.signIn));
  const { isRunning: busy, problem } = signIn;
  return (
    <Doorway lead={m.setup.sampleSignInText(hub.name)} title={m.setup.sampleSignInTitle}>
      {problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(problem)}
        </Banner>
      )}
      <ul aria-label={m.setup.samplePeople} className={styles.people}>
        {signIns.accounts.map((person) => (
          <Person
            isDisabled={busy}
            key={person.account}
            onChoose={() => void signIn.run(person.account, signIns.password)}
            person={person}
          />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button isDisabled={busy} onPress={onOther} size="small" variant="quiet">
          {m.setup.sampleOther}
        </Button>
        {hub.sample && (
          <Button isDisabled={busy} onPress={onLeave} size="small" variant="quiet">
            {m.setup.sampleLeave}
          </Button>
        )}
      </div>
    </Doorway>
  );
};
