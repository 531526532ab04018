import { z } from 'zod';

/** Identifiers are opaque text of 1–120 characters; the brand keeps one noun's id from being used as another's. */
const id = <Brand extends string>() => z.string().min(1).max(120).brand<Brand>();

export const microCredentialIdSchema = id<'MicroCredentialId'>();
export const submissionIdSchema = id<'SubmissionId'>();
export const artifactIdSchema = id<'ArtifactId'>();
export const assignmentIdSchema = id<'AssignmentId'>();
export const accountIdSchema = id<'AccountId'>();
export const annotationIdSchema = id<'AnnotationId'>();
export const criterionIdSchema = id<'CriterionId'>();
export const deviceIdSchema = id<'DeviceId'>();
export const erasureIdSchema = id<'ErasureId'>();
export const eventIdSchema = z.uuid({ version: 'v7' }).brand<'EventId'>();

export type MicroCredentialId = z.infer<typeof microCredentialIdSchema>;
export type SubmissionId = z.infer<typeof submissionIdSchema>;
export type ArtifactId = z.infer<typeof artifactIdSchema>;
export type AssignmentId = z.infer<typeof assignmentIdSchema>;
export type AccountId = z.infer<typeof accountIdSchema>;
export type AnnotationId = z.infer<typeof annotationIdSchema>;
export type CriterionId = z.infer<typeof criterionIdSchema>;
export type DeviceId = z.infer<typeof deviceIdSchema>;
export type ErasureId = z.infer<typeof erasureIdSchema>;
export type EventId = z.infer<typeof eventIdSchema>;

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** A moment in UTC, ISO 8601 with milliseconds, as `Date.toISOString` writes it. */
export const instantSchema = z.iso.datetime();
