import { Keyboard, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcutRegistry } from '../../shortcuts/shortcut-context.tsx';
import { useSettings } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/choice.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/toggle.tsx';
import styles from './settings-screen.module.css';
import { WorkspaceFacts } from './workspace-facts.tsx';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Preferences of this account on this computer, and what this workspace is. */
export const SettingsScreen = () => {
  const m = useMessages();
  const problem = useSettings((slice) => slice.problem);
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <ScreenHeading>{m.settings.title}</ScreenHeading>
      </header>
      <div className={styles.body}>
        {problem !== null && (
          <div className={styles.wide}>
            <Banner inset role="alert" tone="bad">
              {m.settings.notSaved} {m.common.problem(problem)}
            </Banner>
          </div>
        )}
        <div className={styles.column}>
          <Appearance />
          <Evidence />
          <KeyboardSection />
        </div>
        <Section title={m.settings.workspace}>
          <WorkspaceFacts />
        </Section>
      </div>
    </div>
  );
};

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={styles.section}>
    <h2 className={styles.sectionTitle}>{title}</h2>
    {children}
  </section>
);

const Appearance = () => {
  const m = useMessages();
  const theme = useSettings(({ settings }) => settings.theme);
  const change = useSettings((slice) => slice.change);
  const options: { value: Settings['theme']; title: string; icon: ReactNode }[] = [
    { value: 'system', title: m.settings.themes.system, icon: <Monitor aria-hidden /> },
    { value: 'light', title: m.settings.themes.light, icon: <Sun aria-hidden /> },
    { value: 'dark', title: m.settings.themes.dark, icon: <Moon aria-hidden /> },
  ];
  return (
    <Section title={m.settings.appearance}>
      <div className={styles.line}>
        <span aria-hidden>{m.settings.theme}</span>
        <Segments
          label={m.settings.theme}
          onChange={(next) => void change({ theme: next })}
          options={options}
          value={theme}
        />
      </div>
    </Section>
  );
};

const Evidence = () => {
  const m = useMessages();
  const { playbackRate, captions, pauseWhileTyping } = useSettings(({ settings }) => settings);
  const change = useSettings((slice) => slice.change);
  return (
    <Section title={m.settings.evidence}>
      <Select
        label={m.settings.playbackRate}
        onChange={(rate) => void change({ playbackRate: Number(rate) })}
        options={rates.map((rate) => ({ value: String(rate), title: m.settings.rate(rate) }))}
        value={String(playbackRate)}
      />
      <Switch
        hint={m.settings.captionsText}
        label={m.settings.captions}
        onChange={(on) => void change({ captions: on })}
        value={captions}
      />
      <Switch
        hint={m.settings.pauseText}
        label={m.settings.pause}
        onChange={(on) => void change({ pauseWhileTyping: on })}
        value={pauseWhileTyping}
      />
    </Section>
  );
};

const KeyboardSection = () => {
  const m = useMessages();
  const registry = useShortcutRegistry();
  return (
    <Section title={m.settings.keyboard}>
      <div className={styles.line}>
        <p className={styles.muted}>{m.settings.keyboardText}</p>
        <Button command="app.help" icon={<Keyboard aria-hidden />} onPress={() => registry.run('app.help')}>
          {m.settings.keyboardOpen}
          <KeyCaps command="app.help" />
        </Button>
      </div>
    </Section>
  );
};
