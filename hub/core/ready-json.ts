declare const answer: unique symbol;

/** An answer that is JSON already: sent as it is. `Answer` is what its author says stands in it. */
export type ReadyJson<Answer> = { readonly readyJson: string; readonly [answer]?: Answer };

export const readyJson = <Answer>(text: string): ReadyJson<Answer> => ({ readyJson: text });

export const isReadyJson = (value: unknown): value is ReadyJson<unknown> =>
  typeof value === 'object' && value !== null && 'readyJson' in value;
