import type { ArtifactId } from '../../../../shared/domain/ids.ts';
import type { EvidenceItem, ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import { evidenceBySlot, type SlotEvidence } from '../evidence-order.ts';

export type StageId = 'first' | 'second';

/** A file as a stage shows it, with the files it came with. `ofPrior`: of the attempt before, to be read only. */
export type FileOnStage = {
  readonly item: EvidenceItem;
  readonly ofPrior: boolean;
  readonly all: readonly EvidenceItem[];
};

/** A file of this submission or of the attempt before; null when it is neither's (any more). */
export const fileOf = (document: ReviewDocument, artifactId: ArtifactId | null): FileOnStage | null => {
  const own = document.evidence.find(({ id }) => id === artifactId);
  if (own !== undefined) return { item: own, ofPrior: false, all: document.evidence };
  const prior = document.prior?.evidence ?? [];
  const earlier = prior.find(({ id }) => id === artifactId);
  return earlier === undefined ? null : { item: earlier, ofPrior: true, all: prior };
};

/** The attempt before by slot, in the order of the slots; empty where it is not shown. */
export const priorBySlot = (document: ReviewDocument): SlotEvidence[] =>
  document.prior === null
    ? []
    : evidenceBySlot({ ...document, evidence: document.prior.evidence, missingSlots: [] }).filter(
        ({ items }) => items.length > 0,
      );

const idsOf = (groups: readonly SlotEvidence[]): ArtifactId[] =>
  groups.flatMap(({ items }) => items.map(({ id }) => id));

/** The files that next and previous go through from this one: those of its own attempt. */
export const orderOf = (document: ReviewDocument, { ofPrior }: FileOnStage): ArtifactId[] =>
  idsOf(ofPrior ? priorBySlot(document) : evidenceBySlot(document));

/**
 * What the second stage shows: what was chosen, while it is there; else the file after the one on the first stage. Never
 * the attempt before by itself: that is for the reviewer to ask for.
 */
export const besideChoice = (
  document: ReviewDocument,
  firstId: ArtifactId | null,
  shows: ArtifactId | 'changes' | null,
): ArtifactId | 'changes' | null => {
  if (shows === 'changes' && document.prior !== null) return 'changes';
  if (shows !== null && shows !== 'changes' && fileOf(document, shows) !== null) return shows;
  const own = idsOf(evidenceBySlot(document));
  const at = firstId === null ? -1 : own.indexOf(firstId);
  return own[(at + 1) % Math.max(1, own.length)] ?? null;
};

/** How the stages stand when a citation is to be shown. */
type StagesNow = {
  readonly firstFile: FileOnStage | null;
  readonly secondFile: FileOnStage | null;
  readonly secondIsActive: boolean;
  readonly changes: boolean;
};

/** Where a file is shown: where it is already, else on the active stage. A comparison stays: the file comes beside it. */
export const stageFor = (artifactId: ArtifactId, now: StagesNow): StageId => {
  const active: StageId = now.secondIsActive ? 'second' : 'first';
  const onFirst = now.firstFile?.item.id === artifactId;
  const onSecond = now.secondFile?.item.id === artifactId;
  if (onFirst && onSecond) return active;
  if (onFirst) return 'first';
  if (onSecond) return 'second';
  return now.changes ? 'first' : active;
};
