import { useEffect } from 'react';
import { useSettings } from '../stores/use-stores.tsx';

/** Puts the chosen theme on the root; without a choice the system's colour scheme holds. */
export const useTheme = (): void => {
  const theme = useSettings(({ settings }) => settings.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
};

/** What is seen now, whether chosen or the system's. */
export const isDarkNow = (theme: 'system' | 'light' | 'dark'): boolean =>
  theme === 'dark' || (theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
