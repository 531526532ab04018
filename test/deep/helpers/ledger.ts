import type { StampedOperation } from '../../../shared/domain/review-operation.ts';
import { operationKey, type ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';

/** How the program answered: with ok, with a problem, or not at all before it was gone. */
export type Answer = 'ok' | 'problem' | 'none';

/** One command that changes a review, as this side sent it. */
export type Sent = {
  readonly number: number;
  readonly assignmentId: string;
  readonly what: 'edit' | 'submit' | 'amend' | 'disclosure';
  /** For edits, all in one commit; the first carries words that are nowhere else. */
  readonly operations: readonly ReviewOperation[];
  /** For a disclosure: words that are nowhere else. */
  readonly note: string;
  answer: Answer;
  /** What became of a command without an ok: found out once, and then it must stay so. Null: not known yet. */
  stored: boolean | null;
};

/** One event of the device's log, opened. */
export type LoggedChange = {
  readonly deviceSeq: number;
  readonly eventId: string;
  readonly assignmentId: string;
  readonly type: string;
  readonly payload: Json;
};

/** Everything that was sent to one workbench, and what came of it. */
export type Ledger = {
  /** Notes a command just before it is sent. */
  send(change: Pick<Sent, 'assignmentId' | 'what'> & Partial<Pick<Sent, 'operations' | 'note'>>): Sent;
  readonly sent: readonly Sent[];
  /**
   * Holds a log against what was sent: everything answered with ok is there once, in order; what got no answer is there
   * whole or not at all; nothing else is there. Throws with what is wrong. Value: how many acknowledged changes were found.
   */
  compare(log: readonly LoggedChange[], problems: 'never stored' | 'may be stored'): number;
  /** The operations that must stand in a review, in the order they were made. Call after compare. */
  standing(assignmentId: string): readonly ReviewOperation[];
  /** Commands that were answered with ok. */
  acknowledged(): number;
  unanswered(): { readonly stored: number; readonly absent: number };
};

const eventsOf = ({ what, operations, note }: Sent): { type: string; fits: (payload: Json) => boolean }[] => {
  if (what === 'submit') return [{ type: 'review.submitted', fits: () => true }];
  if (what === 'amend') return [{ type: 'review.reopened', fits: () => true }];
  if (what === 'disclosure') {
    return [{ type: 'alert.child-safety', fits: (payload) => (payload as { note: string }).note === note }];
  }
  return operations.map((operation) => ({
    type: 'review.edited',
    fits: (payload) => {
      const { operation: logged } = payload as unknown as StampedOperation;
      return canonicalJson(logged as unknown as Json) === canonicalJson(operation as unknown as Json);
    },
  }));
};

/** The events of one assignment from `at` on that this command would have made: how many of them are there. */
const matching = (sent: Sent, log: readonly LoggedChange[], at: number): number => {
  let found = 0;
  for (const { type, fits } of eventsOf(sent)) {
    const event = log[at + found];
    if (event === undefined || event.type !== type || !fits(event.payload)) break;
    found += 1;
  }
  return found;
};

export class LostWork extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LostWork';
  }
}

const byAssignment = <T extends { readonly assignmentId: string }>(list: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(one.assignmentId, [...(groups.get(one.assignmentId) ?? []), one]);
  return groups;
};

const compareOne = (
  commands: readonly Sent[],
  log: readonly LoggedChange[],
  problemsMayBe: boolean,
): number => {
  let at = 0;
  let acknowledged = 0;
  for (const sent of commands) {
    const name = `${sent.what} ${sent.number} on ${sent.assignmentId}`;
    const must = sent.answer === 'ok' || sent.stored === true;
    const mustNot = sent.stored === false || (sent.answer === 'problem' && !problemsMayBe);
    const wanted = eventsOf(sent).length;
    const found = mustNot ? 0 : matching(sent, log, at);
    if (must && found < wanted) {
      const why = sent.answer === 'ok' ? 'was acknowledged' : 'was there after an earlier crash';
      throw new LostWork(`${name} ${why} and is not in the log (${found} of ${wanted} parts)`);
    }
    if (found > 0 && found < wanted) throw new LostWork(`${name} is there in part: ${found} of ${wanted}`);
    if (sent.answer === 'ok') acknowledged += 1;
    else sent.stored = found === wanted;
    at += found;
  }
  const more = log[at];
  if (more !== undefined) {
    throw new LostWork(
      `number ${more.deviceSeq} (${more.type}) is in the log and was not sent, or a second time`,
    );
  }
  return acknowledged;
};

export const createLedger = (): Ledger => {
  const sent: Sent[] = [];
  const isThere = (one: Sent): boolean => one.answer === 'ok' || one.stored === true;
  return {
    sent,
    send: ({ assignmentId, what, operations = [], note = '' }) => {
      const number = sent.length + 1;
      const one: Sent = { number, assignmentId, what, operations, note, answer: 'none', stored: null };
      sent.push(one);
      return one;
    },
    compare: (log, problems) => {
      const logs = byAssignment(log.filter(({ type }) => type !== 'assignment.opened'));
      const commands = byAssignment(sent);
      let acknowledged = 0;
      for (const id of new Set([...logs.keys(), ...commands.keys()])) {
        const mayBe = problems === 'may be stored';
        acknowledged += compareOne(commands.get(id) ?? [], logs.get(id) ?? [], mayBe);
      }
      return acknowledged;
    },
    standing: (assignmentId) => {
      const latest = new Map<string, ReviewOperation>();
      for (const one of sent) {
        if (one.assignmentId !== assignmentId || !isThere(one)) continue;
        for (const operation of one.operations) latest.set(operationKey(operation), operation);
      }
      return [...latest.values()];
    },
    acknowledged: () => sent.filter(({ answer }) => answer === 'ok').length,
    unanswered: () => {
      const without = sent.filter(({ answer }) => answer === 'none');
      const stored = without.filter((one) => one.stored === true).length;
      return { stored, absent: without.length - stored };
    },
  };
};
