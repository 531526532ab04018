import { useEffect } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useNow, useSettings } from '../../stores/use-stores.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './own-devices.module.css';

/** The computers of this account, as the hub knows them: what to tell the issuer when one of them is lost. */
export const OwnDevices = () => {
  const m = useMessages();
  const now = useNow();
  const { devices, problem } = useSettings((slice) => slice.ownDevices);
  const read = useSettings((slice) => slice.readOwnDevices);
  useEffect(() => {
    void read();
  }, [read]);
  return (
    <>
      <p>{m.settings.devicesText}</p>
      {problem !== null && (
        <Banner
          action={
            <Button onPress={() => void read()} size="small">
              {m.common.retry}
            </Button>
          }
          inset
          tone="warn"
        >
          {m.settings.devicesOffline} {m.common.problem(problem)}
        </Banner>
      )}
      {devices === null && problem === null && <Skeleton lines={2} />}
      {devices !== null && (
        <ul aria-label={m.settings.devices} className={styles.list}>
          {devices.map((device) => (
            <li className={styles.device} key={device.code}>
              <span className={styles.name}>
                {device.name}
                {device.platform !== '' && <span className={styles.platform}>{device.platform}</span>}
                {device.current && <Badge tone="accent">{m.settings.thisComputer}</Badge>}
                {device.revokedAt !== null && <Badge tone="warn">{m.settings.signedOff}</Badge>}
              </span>
              <span className={styles.code}>{device.code}</span>
              <span className={styles.times}>
                {m.settings.deviceTimes(device.registeredAt, device.lastContactAt, now)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
