export const devicesHelp = `Usage: assay hub devices [--account NAME] [--json] [--data DIR] [--database postgres://…]

Lists the computers that people have signed in on, the newest first: the code that names each, whose it is, what it calls
itself and runs on, when it was registered and last heard from (to the quarter of an hour), and whether it was revoked.

  --account     those of one account alone
  --json        one object: {"devices": […]}
  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one
`;

export const revokeDeviceHelp = `Usage: assay hub revoke-device CODE… [--json] [--data DIR] [--database postgres://…]

Takes computers out of use for good: one that was stolen or lost, or that somebody leaves with. From now on the hub takes
nothing from it, sealed exports neither. On its next contact with the hub, locked or not, it shreds everything the account
had on it: keys, evidence, database, session. Work on it that had not reached the hub goes too. It cannot be undone; other
computers of the same person go on. CODE is what assay hub devices shows.

  --json        one object: {"devices": […]}
  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one

Exit code 0: all are revoked (or were before). 1: one is not known. 2: the command was not understood.
`;
