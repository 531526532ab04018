import { z } from 'zod';
import { snippetDraftSchema, snippetIdSchema } from '../domain/comment-snippet.ts';
import { assignmentIdSchema, deviceIdSchema, instantSchema } from '../domain/ids.ts';
import { reviewOperationSchema } from '../domain/review-operation.ts';
import { recusalReasonSchema } from '../hub-api/events.ts';
import { ownDevicesPageSchema } from '../hub-api/results.ts';
import {
  annotationFormatSchema,
  exportedAnnotationsSchema,
  importedAnnotationsSchema,
} from './annotation-files.ts';
import { aboutSchema, appStateSchema, settingsSchema } from './app-state.ts';
import { commentBankSchema } from './comment-bank.ts';
import { refusedFinalSchema } from './other-device.ts';
import { queueItemSchema } from './queue.ts';
import { reviewDocumentSchema } from './review-document.ts';
import { reviewHistorySchema } from './review-history.ts';
import { storageSchema } from './storage.ts';
import { blockedChangeSchema, problemSchema, shortestReason, syncStatusSchema } from './sync-status.ts';

const nothing = z.object({});
const onAssignment = z.object({ assignmentId: assignmentIdSchema });
const eventId = z.string().min(1).max(120);
const note = z.string().max(4000);

const passphrase = z.string().min(1).max(1000);

/**
 * Every command the renderer can send, with the shapes of its input and its output. The preload, the web bridge, the
 * router and the renderer's client derive from this table; each command has one handler in main/api/handlers.
 */
export const commands = {
  'app.getState': { input: nothing, output: appStateSchema },
  'app.getAbout': { input: nothing, output: aboutSchema },
  /** Somebody works at this window: the workspace is not locked for a while. */
  'app.noteActivity': { input: nothing, output: nothing },
  /**
   * What this window still held is durable, or (`problem`) why some of it cannot be made so: the answer to the notice
   * `settling` of that id.
   */
  'app.noteSettled': {
    input: z.object({ id: z.string().min(1).max(40), problem: problemSchema.nullable() }),
    output: nothing,
  },

  /** Starts the sample hub on this computer with a throw-away workspace, and leads to the sign-in. */
  'setup.exploreSample': { input: nothing, output: appStateSchema },
  /** Looks at an address without changing anything. */
  'setup.checkHub': {
    input: z.object({ url: z.string().min(1).max(2000) }),
    output: z.object({ url: z.string(), name: z.string(), hubId: z.string() }),
  },
  /** Creates the encrypted workspace for a hub. The recovery code is shown once. */
  'setup.connectHub': {
    input: z.object({
      url: z.string().min(1).max(2000),
      protection: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('os-keystore') }),
        z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(8).max(1000) }),
      ]),
    }),
    output: z.object({ state: appStateSchema, recoveryCode: z.string().nullable() }),
  },
  /** Leaves the sample program and goes back to the first run. Its throw-away workspace is deleted. */
  'setup.leaveSample': { input: nothing, output: appStateSchema },

  /** The person has read that this computer was revoked: goes on with what else is here, or begins anew. */
  'setup.leaveRevoked': { input: nothing, output: appStateSchema },

  'vault.unlock': {
    input: z.discriminatedUnion('with', [
      z.object({ with: z.literal('passphrase'), passphrase }),
      z.object({ with: z.literal('recovery-code'), recoveryCode: z.string().min(1).max(200) }),
      /** Asks the computer's own keystore once more. */
      z.object({ with: z.literal('keystore') }),
    ]),
    output: appStateSchema,
  },
  'vault.lock': { input: nothing, output: appStateSchema },

  'session.signIn': {
    input: z.object({ account: z.string().min(1), password: passphrase }),
    output: appStateSchema,
  },
  /** Starts a sign-in in the person's browser; what comes of it is in the app's state. */
  'session.startBrowserSignIn': { input: nothing, output: appStateSchema },
  'session.cancelBrowserSignIn': { input: nothing, output: appStateSchema },
  /** Keeps the outbox and every draft. */
  'session.signOut': { input: nothing, output: appStateSchema },

  'queue.list': {
    input: nothing,
    output: z.object({ items: z.array(queueItemSchema), readAt: instantSchema }),
  },
  /** Puts the evidence of one assignment at the head of the downloads; failed files are tried again. */
  'queue.downloadNow': { input: onAssignment, output: nothing },
  /**
   * Keeps the evidence of these assignments on this computer, or stops keeping it: fetched before other evidence, and
   * never taken off to make room. `to-do`: of everything assigned that is still to be reviewed; to stop, of everything.
   */
  'queue.keepOffline': {
    input: z.object({
      assignments: z.union([z.literal('to-do'), z.array(assignmentIdSchema).min(1).max(1000)]),
      keep: z.boolean(),
    }),
    output: z.object({ assignments: z.number().int() }),
  },
  /** Room for evidence on this computer: set, taken, and left. */
  'storage.get': { input: nothing, output: storageSchema },

  /** Opens a review; the first time, this is recorded as opening the evidence. */
  'review.open': { input: onAssignment, output: reviewDocumentSchema },
  /** The submission before it is opened: for recusing without having seen evidence. */
  'review.preview': { input: onAssignment, output: queueItemSchema },
  /** Commits edits. Answers after they are durable: `savedAt` is the time of that commit. */
  'review.applyEdits': {
    input: onAssignment.extend({
      operations: z.array(reviewOperationSchema).min(1).max(200),
      /** Seconds of active work since the last call. */
      activeSeconds: z.number().int().min(0).max(3600),
    }),
    output: z.object({ savedAt: instantSchema }),
  },
  /** `seen`: the document's `arrivals`. Where another device has changed the review since, nothing is submitted. */
  'review.submit': {
    input: onAssignment.extend({ seen: z.number().int().optional() }),
    output: reviewDocumentSchema,
  },
  /**
   * Ends what a final that the hub refused holds up: submits what stands now, or takes the review back to work. `seen`: the
   * `arrivals` of the comparison.
   */
  'review.resolveRefused': {
    input: onAssignment.extend({ seen: z.number().int(), next: z.enum(['submit', 'edit']) }),
    output: reviewDocumentSchema,
  },
  /** Asks a lead that a final which came too late count instead of the one that does; asked again, it is the same request. */
  'review.requestSupersede': {
    input: z.object({ eventId, reason: z.string().trim().min(shortestReason).max(4000) }),
    output: nothing,
  },
  /** Where two devices wrote different words under one key: this device's again, or what stands. */
  'review.chooseWords': {
    input: onAssignment.extend({ key: z.string().min(1).max(400), words: z.enum(['mine', 'theirs']) }),
    output: reviewDocumentSchema,
  },
  /** What a review said before on this computer, newest first; of one place, or of all. */
  'review.history': {
    input: onAssignment.extend({
      key: z.string().min(1).max(400).nullable(),
      upTo: z.number().int().min(1).optional(),
    }),
    output: reviewHistorySchema,
  },
  /** Makes a review say again what it said: one place, or the whole draft as it was then. A new edit, as any other. */
  'review.restore': {
    input: onAssignment.extend({ seq: z.number().int().min(1), what: z.enum(['place', 'draft']) }),
    output: reviewDocumentSchema,
  },
  /** Takes a submitted review back to work within the grace window. */
  'review.amend': { input: onAssignment, output: reviewDocumentSchema },
  'review.setAside': {
    input: onAssignment.extend({ codes: z.array(z.string().min(1)).min(1).max(40), note }),
    output: reviewDocumentSchema,
  },
  'review.recuse': { input: onAssignment.extend({ reason: recusalReasonSchema, note }), output: nothing },
  'review.raiseChildSafety': {
    input: onAssignment.extend({ note, procedureReadAt: instantSchema }),
    output: nothing,
  },
  /** Hands the annotations of a review to the person as a file; CSV and JSON-LD have all, WebVTT the time-coded ones. */
  'review.exportAnnotations': {
    input: onAssignment.extend({ format: annotationFormatSchema }),
    output: exportedAnnotationsSchema,
  },
  /** Reads a JSON-LD file of annotations into a review that can be edited, all of them in one commit. */
  'review.importAnnotations': {
    input: onAssignment.extend({ text: z.string() }),
    output: importedAnnotationsSchema,
  },

  'sync.getStatus': { input: nothing, output: syncStatusSchema },
  /** Starts a sync now; the answer comes when it has ended. */
  'sync.now': { input: nothing, output: syncStatusSchema },
  /** A refused final beside what stands now, field by field. */
  'sync.compareRefused': { input: z.object({ eventId }), output: refusedFinalSchema },
  /** Takes changes that hold nothing up off the list of refused ones, all or none. The log keeps them. */
  'sync.dismiss': { input: z.object({ eventIds: z.array(eventId).min(1) }), output: nothing },
  /** The reviewer has read that a submission was erased. */
  'sync.dismissErased': { input: z.object({ erasureId: z.string().min(1).max(120) }), output: nothing },
  'sync.listBlocked': { input: nothing, output: z.object({ items: z.array(blockedChangeSchema) }) },

  /** Seals all work the hub has not acknowledged into a file that only the hub can open. */
  'work.exportSealed': {
    input: nothing,
    output: z.discriminatedUnion('delivery', [
      z.object({ delivery: z.literal('saved'), fileName: z.string(), events: z.number().int() }),
      z.object({ delivery: z.literal('cancelled') }),
      /** On the web host the browser fetches it once from this path. */
      z.object({
        delivery: z.literal('download'),
        url: z.string(),
        fileName: z.string(),
        events: z.number().int(),
      }),
    ]),
  },

  'settings.get': { input: nothing, output: settingsSchema },
  'settings.set': { input: settingsSchema.partial(), output: settingsSchema },
  /** This reviewer's own snippets, and what the issuers of the micro-credentials here offer. */
  'commentBank.list': { input: nothing, output: commentBankSchema },
  /** Writes a snippet, new or known; how often it was used stays. Putting a removed one back undoes the removal. */
  'commentBank.put': { input: snippetDraftSchema, output: nothing },
  'commentBank.remove': { input: z.object({ id: snippetIdSchema }), output: nothing },
  /** Counts one use, of an own snippet or an issuer's: what is used often is offered first. */
  'commentBank.used': { input: z.object({ id: snippetIdSchema }), output: nothing },
  /** The computers of this account, as the hub knows them now: needs the hub. Newest first. */
  'device.listOwn': { input: nothing, output: z.object({ devices: ownDevicesPageSchema.shape.items }) },
  'device.get': { input: nothing, output: z.object({ deviceId: deviceIdSchema, profile: z.string() }) },
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>;
