import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useSettings } from '../../stores/use-stores.tsx';
import { Segments } from '../../ui/choice.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/toggle.tsx';
import styles from './appearance-section.module.css';
import { Section } from './section.tsx';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** How Assay looks, and how evidence plays. */
export const AppearanceSection = () => (
  <>
    <Appearance />
    <Evidence />
  </>
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
