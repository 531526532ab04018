import { FlaskConical, Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './first-run.module.css';

type CardProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
};

const Card = ({ icon, title, text, isDisabled, onPress }: CardProps) => (
  <Button className={styles.choice ?? ''} isDisabled={isDisabled} onPress={onPress}>
    {icon}
    <span className={styles.choiceTitle}>{title}</span>
    <span className={styles.choiceText}>{text}</span>
  </Button>
);

export const ChoiceStep = ({ onConnect }: { onConnect: () => void }) => {
  const m = useMessages();
  const version = useApp(({ about }) => about?.version ?? null);
  const explore = useAction(useApp(({ exploreSample }) => exploreSample));
  return (
    <Doorway
      foot={version === null ? null : `${m.common.appName} ${version}`}
      lead={m.setup.tagline}
      title={m.setup.firstTitle}
      wide
    >
      <div className={styles.choices}>
        <Card
          icon={<FlaskConical aria-hidden />}
          isDisabled={explore.isRunning}
          onPress={() => void explore.run()}
          text={m.setup.sampleText}
          title={m.setup.sampleTitle}
        />
        <Card
          icon={<Server aria-hidden />}
          isDisabled={explore.isRunning}
          onPress={onConnect}
          text={m.setup.hubText}
          title={m.setup.hubTitle}
        />
      </div>
      {explore.isRunning && (
        <Banner inset tone="info">
          {m.setup.sampleStarting}
        </Banner>
      )}
      {explore.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(explore.problem)}
        </Banner>
      )}
    </Doorway>
  );
};
