import { type FromChild, optionsVariable, type StandInOptions } from './link.ts';

export const options: StandInOptions = JSON.parse(process.env[optionsVariable] ?? '{}');

export const tell = (message: FromChild): void => void process.send?.(message);

const withoutFunctions = (value: unknown): unknown => {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'function' ? undefined : item,
  );
  return text === undefined ? null : JSON.parse(text);
};

/** Tells the test of a call that the entry made. */
export const record = (call: string, ...args: readonly unknown[]): void =>
  tell({ kind: 'recorded', recorded: { call, args: args.map(withoutFunctions) } });

/** Electron refuses some calls after `ready`, and others before it; so does the stand-in. */
export const lifecycle = { ready: false };

export const onlyBeforeReady = (call: string): void => {
  if (lifecycle.ready) throw new Error(`${call} must be called before the app is ready`);
};

export const onlyWhenReady = (call: string): void => {
  if (!lifecycle.ready) throw new Error(`${call} can only be called when the app is ready`);
};

/** An event that a listener can prevent. */
export const preventable = (): { readonly preventDefault: () => void; readonly prevented: () => boolean } => {
  let prevented = false;
  return {
    preventDefault: () => {
      prevented = true;
    },
    prevented: () => prevented,
  };
};
