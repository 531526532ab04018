import { useEffect } from 'react';
import type { Storage } from '../../../shared/workbench-api/storage.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useSettings, useStorage, useSync } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAction } from '../../ui/use-action.ts';
import { Section } from './section.tsx';
import styles from './storage-section.module.css';

/** How much of the disk evidence may take, what it takes, and what stays on this computer. */
export const StorageSection = () => {
  const m = useMessages();
  const { storage, problem, refresh } = useStorage((slice) => slice);
  // Downloads tell of themselves often; this is read along with them only while it is shown.
  const bytesHere = useSync(({ status }) => status?.downloads.bytesHere);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every file that arrives changes what is shown.
  useEffect(() => void refresh(), [refresh, bytesHere]);
  if (storage === null && problem === null) return <Skeleton lines={6} />;
  return (
    <>
      {problem !== null && (
        <Banner
          action={
            <Button onPress={() => void refresh()} size="small">
              {m.common.retry}
            </Button>
          }
          inset
          tone="bad"
        >
          {m.storage.notRead} {m.common.problem(problem)}
        </Banner>
      )}
      {storage !== null && (
        <>
          <RoomCard storage={storage} />
          <OfflineCard storage={storage} />
        </>
      )}
    </>
  );
};

const gigabytes = [2, 5, 10, 20, 50, 100, 200];

const RoomCard = ({ storage }: { storage: Storage }) => {
  const m = useMessages();
  const chosen = useSettings(({ settings }) => settings.evidenceBudget);
  const change = useSettings((slice) => slice.change);
  const offered = gigabytes.includes(chosen) ? gigabytes : [...gigabytes, chosen].sort((a, b) => a - b);
  const { budget, used, free, keepFree, waiting, finished, reserve } = storage;
  const over = used + waiting.bytes - budget;
  return (
    <Section title={m.storage.title}>
      <Select
        label={m.storage.budget}
        onChange={(next) => void change({ evidenceBudget: Number(next) })}
        options={offered.map((one) => ({ value: String(one), title: m.storage.budgetOf(one) }))}
        value={String(chosen)}
      />
      <div className={styles.taken}>
        <Progress
          label={m.storage.title}
          of={budget}
          tone={over > 0 ? 'warn' : 'accent'}
          value={Math.min(used, budget)}
          valueText={m.storage.used(used, budget)}
        />
        <p>{m.storage.used(used, budget)}</p>
      </div>
      {over > 0 && (
        <Banner inset tone="warn">
          {m.storage.tooMuch(over)}
        </Banner>
      )}
      <dl className={styles.facts}>
        <dt>{m.storage.waiting}</dt>
        <dd>{m.storage.waitingFact(waiting.files, waiting.bytes)}</dd>
        <dt>{m.storage.finished}</dt>
        <dd>{m.storage.finishedFact(finished.submissions, finished.bytes)}</dd>
        {free !== null && (
          <>
            <dt>{m.storage.free}</dt>
            <dd>{m.storage.freeFact(free, keepFree)}</dd>
          </>
        )}
        <dt>{m.storage.reserve}</dt>
        <dd>{m.storage.reserveFact[reserve.state](reserve.bytes)}</dd>
      </dl>
    </Section>
  );
};

const OfflineCard = ({ storage }: { storage: Storage }) => {
  const m = useMessages();
  const announce = useAnnounce();
  const keep = useAction(useStorage((slice) => slice.keepOffline));
  const { kept, toDo, budget } = storage;
  const over = toDo.bytes - budget;
  const run = async (on: boolean): Promise<void> => {
    const answer = await keep.run('to-do', on);
    if (answer.ok) announce(on ? m.storage.keptAll(answer.value.assignments) : m.storage.stoppedAll);
  };
  return (
    <Section title={m.storage.offlineTitle}>
      <p>{m.storage.offlineText}</p>
      <dl className={styles.facts}>
        <dt>{m.storage.kept}</dt>
        <dd>{m.storage.keptFact(kept.assignments, kept.bytes, kept.bytesHere)}</dd>
        <dt>{m.storage.all}</dt>
        <dd>
          {m.storage.allFact(toDo.assignments, toDo.bytes, toDo.bytesHere)}
          {toDo.assignments > 0 && (
            <span className={over > 0 ? styles.over : styles.fits}>
              {over > 0 ? m.storage.allDoesNotFit(over) : m.storage.allFits(budget)}
            </span>
          )}
        </dd>
      </dl>
      {keep.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(keep.problem)}
        </Banner>
      )}
      <div className={styles.actions}>
        <Button
          isDisabled={toDo.assignments === kept.assignments}
          isPending={keep.isRunning}
          onPress={() => void run(true)}
          variant="primary"
        >
          {m.storage.keepAll}
        </Button>
        {kept.assignments > 0 && (
          <Button isDisabled={keep.isRunning} onPress={() => void run(false)}>
            {m.storage.stopAll}
          </Button>
        )}
      </div>
    </Section>
  );
};
