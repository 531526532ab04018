import { z } from 'zod';
import { accountSchema } from '../domain/account.ts';
import { instantSchema } from '../domain/ids.ts';
import { problemSchema } from './sync-status.ts';

/** How the root key of a connection is kept on this computer. */
export const keyProtectionSchema = z.enum(['os-keystore', 'passphrase', 'sample-key-file']);

const hubSchema = z.object({ url: z.string(), name: z.string(), hubId: z.string(), sample: z.boolean() });

/**
 * A sign-in in the person's browser. `waiting`: until then, at that address, which is open there already or is to be opened by
 * the person; `failed`: it ended and nobody is signed in.
 */
export const browserSignInSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('waiting'),
    address: z.url({ protocol: /^https?$/ }),
    until: instantSchema,
    opened: z.boolean(),
  }),
  z.object({ state: z.literal('failed'), problem: problemSchema }),
]);
export type BrowserSignInState = z.infer<typeof browserSignInSchema>;

/**
 * Where the workbench stands: nothing set up; a workspace that is to be unlocked; a hub but nobody signed in;
 * or a reviewer at work. `ready` holds without a network: an expired sign-in only stops syncing (`signInNeeded`).
 */
export const appStateSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('first-run') }),
  /** The hub has revoked this computer: what the account had here is being removed, or is. */
  z.object({
    phase: z.literal('revoked'),
    hub: hubSchema,
    revokedAt: instantSchema,
    /** Null: not all of it is gone yet; `problem` says what stands in the way. */
    shreddedAt: instantSchema.nullable(),
    problem: problemSchema.nullable(),
    /** The hub has the receipt. */
    hubTold: z.boolean(),
    /** Changes that had not reached the hub; null: the workspace was closed, so nobody could count them. */
    unsent: z.number().int().nullable(),
  }),
  z.object({ phase: z.literal('locked'), hub: hubSchema, protection: keyProtectionSchema }),
  z.object({
    phase: z.literal('signed-out'),
    hub: hubSchema,
    protection: keyProtectionSchema,
    /** The sample program's sign-ins, offered as buttons; null on a real hub. */
    sampleSignIns: z
      .object({
        password: z.string(),
        accounts: z.array(z.object({ account: z.string(), name: z.string(), roles: z.array(z.string()) })),
      })
      .nullable(),
    browserSignIn: browserSignInSchema.nullable(),
  }),
  z.object({
    phase: z.literal('ready'),
    hub: hubSchema,
    protection: keyProtectionSchema,
    account: accountSchema,
    signInNeeded: z.boolean(),
    /** How this account was signed in here last. */
    signsInBy: z.enum(['browser', 'password']),
    browserSignIn: browserSignInSchema.nullable(),
    /** How the last exit went: false when the previous run was killed (a check of the database was made). */
    cleanExit: z.boolean(),
    /** The day (UTC) of the newest backup, null before the first; and why the last try failed. */
    backup: z.object({ newest: z.iso.date().nullable(), problem: problemSchema.nullable() }),
  }),
]);
export type AppState = z.infer<typeof appStateSchema>;

export const aboutSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web']),
  /** Whether this computer's own keystore can protect the workspace. */
  osKeystore: z.boolean(),
  now: instantSchema,
});
export type About = z.infer<typeof aboutSchema>;

export const themeSchema = z.enum(['system', 'light', 'dark']);

/** The keys of one command: alternatives, each a chord or a sequence of chords as renderer/shortcuts writes them. */
export const commandKeysSchema = z.array(z.string().min(1).max(40)).max(6);

/**
 * Preferences of this account on this computer. `keys`: for commands whose keys the reviewer has changed, by command id;
 * ids that this version does not know are kept. `evidenceShare`: part of the width given to evidence,
 * 0.3–0.75.
 */
export const settingsSchema = z.object({
  theme: themeSchema,
  evidenceShare: z.number().min(0.3).max(0.75),
  playbackRate: z.number().min(0.5).max(2),
  captions: z.boolean(),
  transcript: z.boolean(),
  pauseWhileTyping: z.boolean(),
  keys: z.record(z.string(), commandKeysSchema),
  /** Minutes without work after which a workspace with a passphrase is locked. */
  lockAfterMinutes: z.int().min(1).max(240),
  /** So much of the disk may be taken by evidence. Gigabytes (10⁹ bytes). */
  evidenceBudget: z.int().min(1).max(10_000),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  evidenceShare: 0.58,
  playbackRate: 1,
  captions: true,
  transcript: false,
  pauseWhileTyping: true,
  keys: {},
  lockAfterMinutes: 15,
  evidenceBudget: 20,
};
