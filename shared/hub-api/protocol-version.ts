/** The wire protocol. Minor versions only add; a workbench works with any hub of its own major version. */
export const protocolVersion = { major: 1, minor: 4 } as const;

/** Limits both sides enforce. Sizes in bytes. */
export const wireLimits = {
  eventsPerPush: 100,
  pushBytes: 1_048_576,
  changesPerPage: 200,
  erasuresNamed: 50,
  partSize: 8_388_608,
} as const;
