import type { EvidenceSlot } from '../../../shared/domain/micro-credential.ts';
import type { EvidenceItem, ReviewDocument } from '../../../shared/workbench-api/review-document.ts';

/** A slot with what fills it; `slot` null: files of no slot that this micro-credential knows. */
export type SlotEvidence = {
  readonly slot: EvidenceSlot | null;
  readonly items: readonly EvidenceItem[];
  readonly missing: boolean;
};

const byPosition = (a: EvidenceItem, b: EvidenceItem): number => a.position - b.position;

/** Captions belong to the file they caption and are not evidence of their own, unless that file is not there. */
const isShown = (item: EvidenceItem, all: readonly EvidenceItem[]): boolean =>
  item.kind !== 'captions' || !all.some(({ id }) => id === item.captionsOf);

/** The evidence by slot, in the order of the slots: also the order of "next" and "previous". */
export const evidenceBySlot = ({
  microCredential,
  evidence,
  missingSlots,
}: ReviewDocument): SlotEvidence[] => {
  const shown = evidence.filter((item) => isShown(item, evidence)).sort(byPosition);
  const known = new Set(microCredential.evidenceSlots.map(({ id }) => id));
  const missing = new Set(missingSlots.map(({ id }) => id));
  const others = shown.filter(({ slotId }) => !known.has(slotId));
  return [
    ...microCredential.evidenceSlots.map((slot) => ({
      slot,
      items: shown.filter(({ slotId }) => slotId === slot.id),
      missing: missing.has(slot.id),
    })),
    ...(others.length > 0 ? [{ slot: null, items: others, missing: false }] : []),
  ];
};

/** The captions of a file when they are on this computer. */
export const captionsOf = (evidence: readonly EvidenceItem[], artifactId: string): EvidenceItem | null =>
  evidence.find((item) => item.captionsOf === artifactId && item.availability === 'here') ?? null;
