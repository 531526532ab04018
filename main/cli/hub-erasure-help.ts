export const eraseHelp = `Usage: assay hub erase CODE… [--with-disclosures] [--json] [--data DIR] [--database postgres://…]

Erases submissions for good: their evidence files that no other submission has, what the earner wrote, every review and
edit of them, and feedback on them beside later attempts. It cannot be undone. What stays is that the submission was
there and is erased; importing its folder again does not bring it back. Each device of a reviewer who had it erases it at
its next sync and sends a receipt: see assay hub erasures. Backups made before still hold it.

  --with-disclosures  also where a child-safety disclosure was made on it; without this, such a submission is kept
  --json              one object: {"erasures": […]}
  --data              the hub's folder; default: hub-data here
  --database          the hub's PostgreSQL database, if it uses one

Exit code 0: all are erased (or were before). 1: one is not, and why. 2: the command was not understood.
`;

export const erasuresHelp = `Usage: assay hub erasures [--json] [--data DIR] [--database postgres://…]

Lists erased submissions, the newest first, with every device that had to erase them: when its receipt came, or that it
has not been heard from. A hub restored from a backup names those that its devices have erased and that it holds again.

  --json        one object: {"erasures": […]}
  --data        the hub's folder; default: hub-data here
  --database    the hub's PostgreSQL database, if it uses one
`;
