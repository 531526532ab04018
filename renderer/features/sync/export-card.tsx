import { FileLock2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut } from '../../shortcuts/shortcut-context.tsx';
import { useSync } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { deliverFile } from '../../ui/deliver-file.ts';
import { useAction } from '../../ui/use-action.ts';

import styles from './sync-screen.module.css';

type Outcome = { readonly text: string; readonly tone: 'good' | 'info' };

/** The way out when the hub does not come back: all unacknowledged work in one sealed file. */
export const ExportCard = ({ unsent }: { unsent: number }) => {
  const m = useMessages();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const sealed = useAction(useSync((slice) => slice.exportSealed));

  const send = async (): Promise<void> => {
    setOutcome(null);
    const answer = await sealed.run();
    if (!answer.ok) return;
    if (answer.value.delivery === 'cancelled') {
      setOutcome({ text: m.sync.exportCancelled, tone: 'info' });
      return;
    }
    const { delivery, fileName, events } = answer.value;
    if (delivery === 'download') deliverFile(answer.value.url, fileName);
    setOutcome({ text: m.sync.exported(events, fileName), tone: 'good' });
  };
  useShortcut('sync.export', () => void send(), unsent > 0 && !sealed.isRunning);

  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.exportTitle}</h2>
      <div className={styles.row}>
        <p className={styles.muted}>{unsent === 0 ? m.sync.exportNothing : m.sync.exportText}</p>
        {unsent > 0 && (
          <Button icon={<FileLock2 aria-hidden />} isPending={sealed.isRunning} onPress={() => void send()}>
            {sealed.isRunning ? m.sync.exporting : m.sync.export}
          </Button>
        )}
      </div>
      {sealed.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(sealed.problem)}
        </Banner>
      )}
      {outcome !== null && (
        <Banner inset tone={outcome.tone}>
          {outcome.text}
        </Banner>
      )}
    </section>
  );
};
