import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AppSlice } from './app.ts';
import type { CommentBankSlice } from './comment-bank.ts';
import type { View } from './navigation.ts';
import type { QueueSlice } from './queue.ts';
import type { SettingsSlice } from './settings.ts';
import type { StorageSlice } from './storage.ts';
import type { Stores } from './stores.ts';
import type { SyncSlice } from './sync.ts';

const StoresContext = createContext<Stores | null>(null);

export const StoresProvider = ({ stores, children }: { stores: Stores; children: ReactNode }) => (
  <StoresContext value={stores}>{children}</StoresContext>
);

export const useStores = (): Stores => {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('stores are used outside StoresProvider');
  return stores;
};

/** A part of a store; the component renders again when that part changes (compared with Object.is). */
export const useApp = <T,>(select: (slice: AppSlice) => T): T => useStore(useStores().app, select);
export const useQueue = <T,>(select: (slice: QueueSlice) => T): T => useStore(useStores().queue, select);
export const useSync = <T,>(select: (slice: SyncSlice) => T): T => useStore(useStores().sync, select);
export const useSettings = <T,>(select: (slice: SettingsSlice) => T): T =>
  useStore(useStores().settings, select);
export const useStorage = <T,>(select: (slice: StorageSlice) => T): T =>
  useStore(useStores().storage, select);
export const useCommentBank = <T,>(select: (slice: CommentBankSlice) => T): T =>
  useStore(useStores().commentBank, select);

export const useView = (): View => useStore(useStores().navigation, ({ view }) => view);
export const useGo = (): ((view: View) => void) => useStore(useStores().navigation, ({ go }) => go);

/** The time now in milliseconds, renewed every half minute: for "in 3 days". */
export const useNow = (): number => {
  const { now, dependencies } = useStores();
  const [time, setTime] = useState(now);
  useEffect(() => {
    let cancel = (): void => undefined;
    const wait = (): void => {
      cancel = dependencies.after(30_000, () => {
        setTime(now());
        wait();
      });
    };
    wait();
    return () => cancel();
  }, [dependencies, now]);
  return time;
};
