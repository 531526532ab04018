import { z } from 'zod';
import { accountSchema, type Role } from '../domain/account.ts';
import { assignmentIdSchema, sha256Schema, submissionIdSchema } from '../domain/ids.ts';
import { changesPageSchema, changesQuerySchema } from './changes.ts';
import { standingRequestSchema, standingSchema } from './device-standing.ts';
import { pushRequestSchema, pushResponseSchema } from './events.ts';
import { evidenceManifestSchema } from './evidence.ts';
import {
  alertsQuerySchema,
  hubAlertsPageSchema,
  hubAssignmentsPageSchema,
  hubDeviceSchema,
  hubDevicesPageSchema,
  hubErasureSchema,
  hubErasuresPageSchema,
  hubReviewSchema,
  hubReviewsPageSchema,
  ownDevicesPageSchema,
  pageQuerySchema,
} from './results.ts';
import { hubDescriptionSchema, identitySignInSchema, sessionSchema, signInRequestSchema } from './session.ts';

/** Who may call: anybody, anybody signed in, or accounts with one of the roles. */
export type RouteAccess = 'public' | 'signed-in' | readonly Role[];

export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body of a success; `binary` for evidence. */
  readonly answer: z.ZodType | 'binary' | 'nothing';
};

const evidenceParams = z.object({ sha256: sha256Schema });
const assignmentParams = z.object({ assignmentId: assignmentIdSchema });
const submissionParams = z.object({ submissionId: submissionIdSchema });
const desk = ['calibration-lead', 'issuer'] as const;

/** Every request a hub answers. Server, client and the OpenAPI document all derive from this table. */
export const routes = {
  describeHub: {
    method: 'GET',
    path: '/v1/hub',
    summary: 'Who this hub is, and which protocol it speaks',
    access: 'public',
    answer: hubDescriptionSchema,
  },
  signIn: {
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in with a password, where the hub allows it',
    access: 'public',
    body: signInRequestSchema,
    answer: sessionSchema,
  },
  signInWithIdentity: {
    method: 'POST',
    path: '/v1/sessions/identity',
    summary: 'Sign in, or renew a session, with an ID token of the identity provider',
    access: 'public',
    body: identitySignInSchema,
    answer: sessionSchema,
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'End this session',
    access: 'signed-in',
    answer: 'nothing',
  },
  getAccount: {
    method: 'GET',
    path: '/v1/account',
    summary: 'The account that is signed in',
    access: 'signed-in',
    answer: accountSchema,
  },
  listChanges: {
    method: 'GET',
    path: '/v1/changes',
    summary: "The next page of the reader's own feed",
    access: ['reviewer'],
    query: changesQuerySchema,
    answer: changesPageSchema,
  },
  getEvidenceManifest: {
    method: 'GET',
    path: '/v1/evidence/:sha256/manifest',
    summary: 'Parts and fingerprints of one evidence file',
    access: 'signed-in',
    params: evidenceParams,
    answer: evidenceManifestSchema,
  },
  getEvidence: {
    method: 'GET',
    path: '/v1/evidence/:sha256',
    summary: 'The bytes of one evidence file, whole or by Range',
    access: 'signed-in',
    params: evidenceParams,
    answer: 'binary',
  },
  pushEvents: {
    method: 'POST',
    path: '/v1/events',
    summary: 'Send review events; one result for each',
    access: ['reviewer'],
    body: pushRequestSchema,
    answer: pushResponseSchema,
  },
  getReview: {
    method: 'GET',
    path: '/v1/assignments/:assignmentId/review',
    summary: 'The review that counts for one assignment',
    access: 'signed-in',
    params: assignmentParams,
    answer: hubReviewSchema,
  },
  listReviews: {
    method: 'GET',
    path: '/v1/reviews',
    summary: 'Reviews that count, all submissions, by page',
    access: desk,
    query: pageQuerySchema,
    answer: hubReviewsPageSchema,
  },
  listAssignments: {
    method: 'GET',
    path: '/v1/assignments',
    summary: 'All assignments with their state, by page',
    access: desk,
    query: pageQuerySchema,
    answer: hubAssignmentsPageSchema,
  },
  listAlerts: {
    method: 'GET',
    path: '/v1/alerts',
    summary: 'What needs a lead: set aside, recused, child safety, requests; newest first',
    access: desk,
    query: alertsQuerySchema,
    answer: hubAlertsPageSchema,
  },
  eraseSubmission: {
    method: 'DELETE',
    path: '/v1/submissions/:submissionId',
    summary:
      'Erase a submission for good, here and on every device; asked again, it answers the same erasure',
    access: ['issuer'],
    params: submissionParams,
    query: z.object({
      /** `keep`: refuse while a child-safety disclosure was made on it; `erase`: its note goes too. */
      disclosures: z.enum(['keep', 'erase']).default('keep'),
    }),
    answer: hubErasureSchema,
  },
  listErasures: {
    method: 'GET',
    path: '/v1/erasures',
    summary: 'Erased submissions with the receipts of devices, newest first',
    access: desk,
    query: pageQuerySchema,
    answer: hubErasuresPageSchema,
  },
  listOwnDevices: {
    method: 'GET',
    path: '/v1/account/devices',
    summary: 'The devices of the account that is signed in, newest first',
    access: 'signed-in',
    query: pageQuerySchema,
    answer: ownDevicesPageSchema,
  },
  listDevices: {
    method: 'GET',
    path: '/v1/devices',
    summary: 'The devices of all accounts, newest first',
    access: ['issuer'],
    query: pageQuerySchema,
    answer: hubDevicesPageSchema,
  },
  revokeDevice: {
    method: 'DELETE',
    path: '/v1/devices/:deviceCode',
    summary: 'Take a device out of use for good: it shreds what it holds on its next contact',
    access: ['issuer'],
    params: z.object({ deviceCode: z.string().min(1).max(40) }),
    answer: hubDeviceSchema,
  },
  askStanding: {
    method: 'POST',
    path: '/v1/devices/standing',
    summary:
      'Whether a device may keep what it holds; it proves itself with its own secret, without a session',
    access: 'public',
    body: standingRequestSchema,
    answer: standingSchema,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
