import type { Artifact } from '../../shared/domain/artifact.ts';
import type { ArtifactId, SubmissionId } from '../../shared/domain/ids.ts';
import { mediaKindOf } from '../../shared/domain/media-kind.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import type { StoredBlob } from '../blobs/blob-store.ts';
import { derivedId } from '../core/hashing.ts';
import type { Issues } from './import-issue.ts';
import type { EvidenceSource } from './read-evidence.ts';

export type HashedEvidence = EvidenceSource & { readonly blob: StoredBlob };

/** The artifacts of one submission, slot by slot in the micro-credential's order, files by name. */
export const artifactsOf = (
  code: string,
  submissionId: SubmissionId,
  microCredential: MicroCredential,
  evidence: readonly HashedEvidence[],
  issues: Issues,
): Artifact[] => {
  const files = evidence.filter(({ submission }) => submission === code);
  const slots = microCredential.evidenceSlots.map(({ id }) => id);
  for (const slot of new Set(files.map((file) => file.slot))) {
    if (!slots.includes(slot)) {
      issues.error(
        `submissions/${code}/${slot}`,
        null,
        `${microCredential.code} has no evidence slot "${slot}". It has: ${slots.join(', ')}`,
      );
    }
  }
  return slots
    .flatMap((slot) => files.filter((file) => file.slot === slot))
    .map((file, position) => ({
      id: artifactIdOf(file),
      submissionId,
      slotId: file.slot,
      label: safeLabel(file.name),
      mediaType: file.mediaType,
      sha256: file.blob.sha256,
      size: file.blob.size,
      captionsOf: captionedBy(file, files, issues),
      position,
    }));
};

const artifactIdOf = (file: EvidenceSource): ArtifactId =>
  derivedId('art', file.submission, file.slot, file.name) as ArtifactId;

/** A name to show. What would break a line or turn the reading direction is shown as an underscore. */
const safeLabel = (name: string): string => name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '_');

const baseOf = (name: string): string => name.slice(0, name.lastIndexOf('.')).toLowerCase();

/** Captions stand beside their video or audio under the same name. */
const captionedBy = (
  file: EvidenceSource,
  files: readonly EvidenceSource[],
  issues: Issues,
): ArtifactId | null => {
  if (mediaKindOf(file.mediaType) !== 'captions') return null;
  const media = files.find(
    (one) =>
      one.slot === file.slot &&
      baseOf(one.name) === baseOf(file.name) &&
      ['video', 'audio'].includes(mediaKindOf(one.mediaType)),
  );
  if (media === undefined) {
    issues.warn(file.place, null, 'captions nothing: no video or audio beside it has the same name');
  }
  return media === undefined ? null : artifactIdOf(media);
};
