import type {
  EvidenceItem,
  PriorAttempt,
  ReviewDocument,
} from '../../../../shared/workbench-api/review-document.ts';

/** One text of this attempt and the one of the attempt before that it follows; null: there is none on that side. */
export type TextPair = {
  readonly slotId: string;
  readonly title: string;
  readonly current: EvidenceItem | null;
  readonly previous: EvidenceItem | null;
};

const isText = ({ kind }: EvidenceItem): boolean => kind === 'text' || kind === 'document';

/**
 * What is compared: slot by slot the texts of both attempts, in their order; one of the same kind first, so that a
 * Word document is not held against the wrong one of two texts.
 */
export const textPairs = (
  { microCredential, evidence }: Pick<ReviewDocument, 'microCredential' | 'evidence'>,
  prior: PriorAttempt,
): TextPair[] =>
  microCredential.evidenceSlots.flatMap(({ id: slotId, title }) => {
    const inSlot = (items: readonly EvidenceItem[]) =>
      items.filter((item) => item.slotId === slotId && isText(item)).sort((a, b) => a.position - b.position);
    const left = inSlot(prior.evidence);
    const take = (current: EvidenceItem): EvidenceItem | null => {
      const at = Math.max(
        0,
        left.findIndex(({ kind }) => kind === current.kind),
      );
      return left.splice(at, 1)[0] ?? null;
    };
    const pairs = inSlot(evidence).map((current) => ({ slotId, title, current, previous: take(current) }));
    return [...pairs, ...left.map((previous) => ({ slotId, title, current: null, previous }))];
  });
