import { HardDrive, Keyboard, KeyRound, MessageSquareQuote, SlidersHorizontal } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useMessages } from '../../messages/use-messages.ts';
import { type SettingsSection, settingsSections } from '../../stores/navigation.ts';
import { useGo, useSettings, useView } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { CommentBankSection } from './comment-bank/comment-bank-section.tsx';
import { KeysSection } from './keys/keys-section.tsx';
import { OwnDevices } from './own-devices.tsx';
import { Section } from './section.tsx';
import styles from './settings-screen.module.css';
import { StorageSection } from './storage-section.tsx';
import { WorkspaceFacts } from './workspace-facts.tsx';

const icons: Readonly<Record<SettingsSection, ComponentType<{ 'aria-hidden': true }>>> = {
  appearance: SlidersHorizontal,
  keys: Keyboard,
  'comment-bank': MessageSquareQuote,
  storage: HardDrive,
  workspace: KeyRound,
};

/** Preferences of this account on this computer, and what this workspace is: one part at a time. */
export const SettingsScreen = () => {
  const m = useMessages();
  const view = useView();
  const problem = useSettings((slice) => slice.problem);
  const shown = (view.name === 'settings' ? view.section : undefined) ?? 'appearance';
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <ScreenHeading>{m.settings.title}</ScreenHeading>
      </header>
      <div className={styles.body}>
        <nav aria-label={m.settings.parts} className={styles.parts}>
          {settingsSections.map((section) => (
            <PartButton current={section === shown} key={section} section={section} />
          ))}
        </nav>
        <div className={styles.part}>
          {problem !== null && (
            <Banner role="alert" tone="bad">
              {m.settings.notSaved} {m.common.problem(problem)}
            </Banner>
          )}
          <Part section={shown} />
        </div>
      </div>
    </div>
  );
};

const PartButton = ({ section, current }: { section: SettingsSection; current: boolean }) => {
  const m = useMessages();
  const go = useGo();
  const Icon = icons[section];
  return (
    <Button
      className={classNames(styles.partButton, current && styles.current)}
      onPress={() => go({ name: 'settings', section })}
      render={(props) => <button {...props} aria-current={current ? 'page' : undefined} />}
    >
      <Icon aria-hidden />
      {m.settings.part[section]}
    </Button>
  );
};

const Part = ({ section }: { section: SettingsSection }) => {
  const m = useMessages();
  switch (section) {
    case 'appearance':
      return (
        <Cards>
          <AppearanceSection />
        </Cards>
      );
    case 'keys':
      return <KeysSection />;
    case 'comment-bank':
      return <CommentBankSection />;
    case 'storage':
      return (
        <Cards>
          <StorageSection />
        </Cards>
      );
    case 'workspace':
      return (
        <Cards>
          <Section title={m.settings.workspace}>
            <WorkspaceFacts />
          </Section>
          <Section title={m.settings.devices}>
            <OwnDevices />
          </Section>
        </Cards>
      );
  }
};

/** Cards one under the other that scroll together. */
const Cards = ({ children }: { children: ReactNode }) => <div className={styles.cards}>{children}</div>;
