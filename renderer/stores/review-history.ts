import type { Annotation } from '../../shared/domain/annotation.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { EditUrgency } from './review-autosave.ts';

/** What an edit of a citation did, in the word that is announced. */
export type CitationChange = 'cited' | 'removed' | 'moved' | 'criteria' | 'note';

/** One edit of a citation, as it was before and after. `before` null: it was made; `after` null: it was removed. */
export type CitationStep = {
  readonly change: CitationChange;
  readonly before: Annotation | null;
  readonly after: Annotation | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Typing that goes on: the next letters belong to this step. */
  readonly open: boolean;
};

/** The edits of a review's citations that can be undone and done again, oldest first. */
export type CitationHistory = {
  readonly done: readonly CitationStep[];
  readonly undone: readonly CitationStep[];
};

export const emptyHistory: CitationHistory = { done: [], undone: [] };

/** How many steps are kept. */
const depth = 100;

/** Milliseconds within which moves of one citation are one step: a key held down is one retiming. */
const oneGesture = 1000;

const fields = ['artifactId', 'artifactSha256', 'locator', 'text', 'criterionIds'] as const;
type Field = (typeof fields)[number];

const same = (field: Field, a: Annotation, b: Annotation): boolean =>
  a[field] === b[field] || JSON.stringify(a[field]) === JSON.stringify(b[field]);

const differing = (a: Annotation, b: Annotation): Field[] => fields.filter((field) => !same(field, a, b));

const changeOf = (before: Annotation | null, after: Annotation | null): CitationChange | null => {
  if (before === null) return after === null ? null : 'cited';
  if (after === null) return 'removed';
  const changed = differing(before, after);
  if (changed.length === 0) return null;
  if (changed.every((field) => field === 'text')) return 'note';
  return changed.every((field) => field === 'text' || field === 'criterionIds') ? 'criteria' : 'moved';
};

const find = (annotations: readonly Annotation[], id: string): Annotation | null =>
  annotations.find((one) => one.id === id) ?? null;

const idOf = ({ before, after }: CitationStep): string => before?.id ?? after?.id ?? '';

/** The step an operation is on these citations; null for one that changes none of them. */
export const stepOf = (
  annotations: readonly Annotation[],
  operation: ReviewOperation,
  urgency: EditUrgency,
  at: number,
): CitationStep | null => {
  if (operation.op !== 'annotation.put' && operation.op !== 'annotation.remove') return null;
  const after = operation.op === 'annotation.put' ? operation.annotation : null;
  const before = find(annotations, after?.id ?? ('annotationId' in operation ? operation.annotationId : ''));
  const change = changeOf(before, after);
  return change === null ? null : { change, before, after, at, open: urgency === 'idle' };
};

const joins = (last: CitationStep | undefined, step: CitationStep): last is CitationStep => {
  if (last === undefined || last.change !== step.change || idOf(last) !== idOf(step)) return false;
  return step.change === 'note'
    ? last.open && step.open
    : step.change === 'moved' && step.at - last.at < oneGesture;
};

const isVoid = ({ before, after }: CitationStep): boolean =>
  before !== null && after !== null && differing(before, after).length === 0;

/** With one more step. What was undone before it cannot be done again. */
export const recorded = ({ done }: CitationHistory, step: CitationStep): CitationHistory => {
  const last = done.at(-1);
  if (!joins(last, step)) return { done: [...done, step].slice(-depth), undone: [] };
  const joined = { ...step, before: last.before };
  return { done: isVoid(joined) ? done.slice(0, -1) : [...done.slice(0, -1), joined], undone: [] };
};

/** The field was left: what is typed next is a step of its own. */
export const sealed = (history: CitationHistory): CitationHistory => {
  const last = history.done.at(-1);
  if (last?.open !== true) return history;
  return { ...history, done: [...history.done.slice(0, -1), { ...last, open: false }] };
};

/** Only the fields that the step changed, so that what another device changed meanwhile stays. */
const turned = (current: Annotation, from: Annotation, to: Annotation): Annotation => ({
  ...current,
  ...Object.fromEntries(differing(from, to).map((field) => [field, to[field]])),
});

/** The operation that leads from one side of a step to the other; null when the citation has gone another way. */
const operationOf = (
  current: Annotation | null,
  from: Annotation | null,
  to: Annotation | null,
): ReviewOperation | null => {
  if (to === null) return current && { op: 'annotation.remove', annotationId: current.id };
  if (from === null) return current === null ? { op: 'annotation.put', annotation: to } : null;
  if (current === null) return null;
  const annotation = turned(current, from, to);
  return differing(current, annotation).length === 0 ? null : { op: 'annotation.put', annotation };
};

export type Turn = {
  readonly history: CitationHistory;
  readonly step: CitationStep;
  readonly operation: ReviewOperation;
};

/** Takes back the last step that can be; null when there is none. */
export const undone = (history: CitationHistory, annotations: readonly Annotation[]): Turn | null => {
  for (let left = history.done.length - 1; left >= 0; left -= 1) {
    const step = history.done[left] as CitationStep;
    const current = find(annotations, idOf(step));
    const operation = operationOf(current, step.after, step.before);
    if (operation === null) continue;
    // Done again, a citation comes back as it stood, with what was changed since by other means.
    const kept: CitationStep = { ...step, open: false, after: step.before === null ? current : step.after };
    const next = { done: history.done.slice(0, left), undone: [...history.undone, kept] };
    return { history: next, step, operation };
  }
  return null;
};

/** Does again what was undone last; null when there is nothing. */
export const redone = (history: CitationHistory, annotations: readonly Annotation[]): Turn | null => {
  for (let left = history.undone.length - 1; left >= 0; left -= 1) {
    const step = history.undone[left] as CitationStep;
    const operation = operationOf(find(annotations, idOf(step)), step.before, step.after);
    if (operation === null) continue;
    const next = { done: [...history.done, step], undone: history.undone.slice(0, left) };
    return { history: next, step, operation };
  }
  return null;
};
