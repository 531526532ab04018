import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';

/** The parts of the settings; the first one is shown where none is named. */
export const settingsSections = ['appearance', 'keys', 'comment-bank', 'storage', 'workspace'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Which screen fills the frame. */
export type View =
  | { readonly name: 'queue' }
  | { readonly name: 'review'; readonly assignmentId: AssignmentId }
  | { readonly name: 'sync' }
  | { readonly name: 'settings'; readonly section?: SettingsSection };

export type NavigationStore = StoreApi<{
  readonly view: View;
  readonly go: (view: View) => void;
}>;

/** The address bar, or what stands for it in a test. */
export type AddressPort = {
  readonly hash: () => string;
  readonly push: (hash: string) => void;
  /** Hears back and forward. */
  readonly onChange: (listener: () => void) => void;
};

export const hashOf = (view: View): string => {
  switch (view.name) {
    case 'review':
      return `#/review/${encodeURIComponent(view.assignmentId)}`;
    case 'settings':
      return view.section === undefined ? '#/settings' : `#/settings/${view.section}`;
    case 'queue':
    case 'sync':
      return `#/${view.name}`;
    default:
      return assertNever(view);
  }
};

/** The screen a hash names; anything else is the queue. */
export const viewOf = (hash: string): View => {
  const [name, id] = hash.replace(/^#\//, '').split('/');
  if (name === 'sync') return { name };
  if (name === 'settings') {
    const section = settingsSections.find((one) => one === id);
    return section === undefined ? { name } : { name, section };
  }
  if (name === 'review' && id !== undefined && id !== '') {
    const assignmentId = decodeOrNull(id);
    if (assignmentId !== null) return { name: 'review', assignmentId: assignmentId as AssignmentId };
  }
  return { name: 'queue' };
};

const decodeOrNull = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A half-typed escape in the address: shown as the queue.
    return null;
  }
};

/** The current screen lives in the address, so that a reload and the Back key stay where the reviewer was. */
export const createNavigationStore = (address: AddressPort): NavigationStore => {
  const store: NavigationStore = createStore((set, get) => ({
    view: viewOf(address.hash()),
    go: (view) => {
      if (hashOf(view) === hashOf(get().view)) return;
      address.push(hashOf(view));
      set({ view });
    },
  }));
  address.onChange(() => {
    const view = viewOf(address.hash());
    if (hashOf(view) !== hashOf(store.getState().view)) store.setState({ view });
  });
  return store;
};
