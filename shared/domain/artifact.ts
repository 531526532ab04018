import { z } from 'zod';
import { artifactIdSchema, sha256Schema, submissionIdSchema } from './ids.ts';
import { mediaKindOf } from './media-kind.ts';
import type { EvidenceSlot } from './micro-credential.ts';

/** One file that fills an evidence slot. `label` is a name to show, never a path. `size` is in bytes. */
export const artifactSchema = z.object({
  id: artifactIdSchema,
  submissionId: submissionIdSchema,
  slotId: z.string().min(1).max(60),
  label: z.string().min(1).max(255),
  mediaType: z.string().min(3).max(127),
  sha256: sha256Schema,
  size: z.number().int().min(0),
  /** The media file this one captions, when it is a caption track. */
  captionsOf: artifactIdSchema.nullable(),
  position: z.number().int().min(0),
});

export type Artifact = z.infer<typeof artifactSchema>;

/** The required slots that do not hold enough files of an accepted kind. */
export const missingEvidence = (
  slots: readonly EvidenceSlot[],
  artifacts: readonly Pick<Artifact, 'slotId' | 'mediaType'>[],
): EvidenceSlot[] =>
  slots.filter((slot) => {
    const filled = artifacts.filter(
      (artifact) => artifact.slotId === slot.id && slot.accepts.includes(mediaKindOf(artifact.mediaType)),
    );
    return slot.required && filled.length < slot.minimum;
  });
