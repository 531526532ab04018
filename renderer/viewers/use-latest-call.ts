import { useCallback, useEffect, useRef } from 'react';

/** A function that stays the same and calls the latest one: for listeners and effects that are set once. */
export const useLatestCall = <Args extends readonly unknown[]>(
  call: (...args: Args) => void,
): ((...args: Args) => void) => {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
};
