import { useMessages } from '../../messages/use-messages.ts';
import { useApp, useSettings } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './workspace-facts.module.css';

/** Which hub, which device, where, and how the key is kept, said plainly. */
export const WorkspaceFacts = () => {
  const m = useMessages();
  const state = useApp((slice) => slice.state);
  const about = useApp((slice) => slice.about);
  const device = useSettings((slice) => slice.device);
  if (state?.phase !== 'ready') return null;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{m.settings.account}</dt>
        <dd>{m.settings.accountFact(state.account.name, state.account.account)}</dd>
        <dt>{m.settings.hub}</dt>
        <dd>{m.settings.hubFact(state.hub.name, state.hub.url)}</dd>
        <dt>{m.settings.hubId}</dt>
        <dd className={styles.id}>{state.hub.hubId}</dd>
        <dt>{m.settings.device}</dt>
        <dd className={styles.id}>{device?.deviceId}</dd>
        <dt>{m.settings.profile}</dt>
        <dd className={styles.id}>{device?.profile}</dd>
        <dt>{m.settings.backup}</dt>
        <dd>{m.settings.backupFact(state.backup.newest)}</dd>
        {about !== null && (
          <>
            <dt>{m.settings.version}</dt>
            <dd>{about.version}</dd>
            <dt>{m.settings.runsIn}</dt>
            <dd>{m.settings.host[about.host]}</dd>
          </>
        )}
      </dl>
      <h3 className={styles.keyTitle}>{m.settings.key}</h3>
      <Banner inset tone={state.protection === 'sample-key-file' ? 'warn' : 'info'}>
        {m.settings.protection[state.protection]}
      </Banner>
      {state.protection === 'passphrase' && <LockAfter />}
    </>
  );
};

const minutes = [5, 10, 15, 30, 60];

const LockAfter = () => {
  const m = useMessages();
  const chosen = useSettings(({ settings }) => settings.lockAfterMinutes);
  const change = useSettings((slice) => slice.change);
  const offered = minutes.includes(chosen) ? minutes : [...minutes, chosen].sort((a, b) => a - b);
  return (
    <Select
      label={m.settings.lockAfter}
      onChange={(next) => void change({ lockAfterMinutes: Number(next) })}
      options={offered.map((one) => ({ value: String(one), title: m.settings.minutes(one) }))}
      value={String(chosen)}
    />
  );
};
