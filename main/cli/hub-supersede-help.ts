export const supersedeHelp = `Usage: assay hub supersede [--json] [--data DIR] [--database postgres://…]
       assay hub supersede ID --grant | --refuse --reason "…" [--json] [--data DIR] [--database postgres://…]

A reviewer whose final came after another one counted for good may ask that it count instead. Without an ID: lists the open
requests, the oldest first, with the reviewer's reason and both finals (when the hub received each, and its fingerprint).

With an ID: decides that request, once. The reviewer is told on every device, with your reason.

  --grant       the refused final counts from now on; the one that counted is kept as superseded
  --refuse      nothing changes; the final that counts goes on counting
  --reason      what to tell the reviewer, in a sentence or more; needed for both
  --json        one object: {"requests": […]}, or {"request": …} for a decision
  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one

Exit code 0: listed, or decided. 1: there is no such open request, and why. 2: the command was not understood.
`;
