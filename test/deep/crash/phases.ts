/** What the workbench was at when it was killed. */
export const phases = [
  'setting up',
  'scoring',
  'downloading',
  'pushing',
  'migrating',
  'keyring rewrite',
  'evidence rename',
] as const;
export type Phase = (typeof phases)[number];

/** How often each of them is chosen, of a hundred, once the profile is set up. */
export const shares: readonly (readonly [Phase, number])[] = [
  ['scoring', 32],
  ['downloading', 20],
  ['pushing', 22],
  ['migrating', 14],
  ['keyring rewrite', 6],
  ['evidence rename', 6],
];
