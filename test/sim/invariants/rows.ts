import type { EntityKind } from '../../../shared/hub-api/changes.ts';
import type { SimDevice } from '../world/device.ts';

const TABLES: Readonly<Record<EntityKind, string>> = {
  'micro-credential': 'hub_micro_credentials',
  submission: 'hub_submissions',
  artifact: 'hub_artifacts',
  assignment: 'hub_assignments',
  'review-register': 'hub_review_registers',
};

/** The hub's rows on a computer that count, as `kind:id:version`, sorted: counted anew, not taken from its own tally. */
export const liveSet = ({ run }: SimDevice): string => {
  const selects = Object.entries(TABLES).map(
    ([kind, table]) => `SELECT '${kind}:' || id || ':' || version AS live FROM ${table} WHERE version <> 0`,
  );
  return run.workspace.db
    .prepare<{ live: string }>(selects.join(' UNION ALL '))
    .all()
    .map(({ live }) => live)
    .sort()
    .join(' ');
};

/** The difference of two such sets, for a message. */
export const difference = (expected: string, found: string): string => {
  const [a, b] = [new Set(expected.split(' ')), new Set(found.split(' '))];
  const missing = [...a].filter((one) => !b.has(one)).slice(0, 4);
  const extra = [...b].filter((one) => !a.has(one)).slice(0, 4);
  return `missing ${missing.join(' ') || 'nothing'}; more than there should be: ${extra.join(' ') || 'nothing'}`;
};

export type Place = { readonly reader: string; readonly seq: number; readonly hash: string };

/** Where in the feed a cursor stands. Opaque to a workbench; the simulation may look. */
export const placeOf = (cursor: string): Place =>
  JSON.parse(Buffer.from(cursor.split('.')[0] ?? '', 'base64url').toString('utf8')) as Place;

export const feedKey = ({ reader, seq, hash }: Place): string => `${reader}/${seq}/${hash}`;
