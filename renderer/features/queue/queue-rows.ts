import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { QueueItem, WorkState } from '../../../shared/workbench-api/queue.ts';
import type { QueueFilter, QueueLook, QueueSort } from '../../stores/queue.ts';

/** Which list an assignment stands in. Amending is work to do again. */
export const filterOf = (state: WorkState): QueueFilter => {
  switch (state) {
    case 'new':
    case 'opened':
    case 'draft':
    case 'amending':
      return 'todo';
    case 'submitted':
    case 'locked':
      return 'submitted';
    case 'set-aside':
    case 'recused':
    case 'withdrawn':
      return 'closed';
    default:
      return assertNever(state);
  }
};

export const isOfflineReady = ({ evidence }: QueueItem): boolean => evidence.bytesHere === evidence.bytes;

/** There is evidence to keep; what is withdrawn goes whatever the reviewer would keep. */
export const canKeep = ({ state, evidence }: QueueItem): boolean =>
  evidence.files > 0 && state !== 'recused' && state !== 'withdrawn';

/** A recusal ends the reviewer's part: there is nothing to open any more. */
export const canOpen = ({ state }: QueueItem): boolean => state !== 'recused';

export const isOverdue = (item: QueueItem, now: number): boolean =>
  filterOf(item.state) === 'todo' && Date.parse(item.dueAt) < now;

export const countByFilter = (items: readonly QueueItem[]): Readonly<Record<QueueFilter, number>> => {
  const counts = { todo: 0, submitted: 0, closed: 0 };
  for (const item of items) counts[filterOf(item.state)] += 1;
  return counts;
};

const stateOrder: readonly WorkState[] = [
  'amending',
  'draft',
  'opened',
  'new',
  'submitted',
  'locked',
  'set-aside',
  'recused',
  'withdrawn',
];

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareBy = (key: QueueSort['key'], a: QueueItem, b: QueueItem): number => {
  switch (key) {
    case 'due':
      return compareText(a.dueAt, b.dueAt);
    case 'submission':
      return a.submissionCode.localeCompare(b.submissionCode, 'en', { numeric: true });
    case 'micro-credential':
      return a.microCredential.title.localeCompare(b.microCredential.title, 'en');
    case 'state':
      return stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state);
    default:
      return assertNever(key);
  }
};

/** Every word has to stand somewhere in what the row shows. */
const hasWords = (item: QueueItem, words: readonly string[]): boolean => {
  const text =
    `${item.submissionCode} ${item.microCredential.code} ${item.microCredential.title} ${item.context} ${item.earnerCode}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/**
 * The rows to show, in order. Equal rows are ordered by due date and then by code, whatever the direction, so that the
 * order never depends on what the host answered.
 */
export const queueRows = (items: readonly QueueItem[], look: QueueLook): QueueItem[] => {
  const words = look.find.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = look.sort.descending ? -1 : 1;
  return items
    .filter((item) => filterOf(item.state) === look.filter && hasWords(item, words))
    .sort(
      (a, b) =>
        direction * compareBy(look.sort.key, a, b) ||
        compareText(a.dueAt, b.dueAt) ||
        compareText(a.assignmentId, b.assignmentId),
    );
};

/** The row the selection stands on; the first when the selected one is not in the list. -1 for no rows. */
export const selectedIndex = (rows: readonly QueueItem[], selectedId: string | null): number => {
  const at = rows.findIndex((row) => row.assignmentId === selectedId);
  return at === -1 ? Math.min(0, rows.length - 1) : at;
};

/** The row that takes the selection when the one at `at` leaves: the next, else the one before. */
export const neighbourOf = (rows: readonly QueueItem[], at: number): QueueItem['assignmentId'] | null =>
  (rows[at + 1] ?? rows[at - 1])?.assignmentId ?? null;
