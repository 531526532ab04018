import type { z } from 'zod';
import type { Role } from '../../shared/domain/account.ts';
import type { EventResult } from '../../shared/hub-api/events.ts';
import { type Route, type RouteName, routes } from '../../shared/hub-api/routes.ts';
import type { HubDescription } from '../../shared/hub-api/session.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { Actor } from '../core/actor.ts';
import type { EvidenceFile } from '../core/evidence-file.ts';
import { instant } from '../core/ports.ts';
import type { ReadyJson } from '../core/ready-json.ts';
import { findDevice } from '../database/tables/devices.ts';
import { deleteSession } from '../database/tables/sessions.ts';
import { describeHub } from '../services/describe-hub.ts';
import { devicesPage, ownDevicesPage } from '../services/devices.ts';
import { eraseSubmission } from '../services/erase-submission.ts';
import { evidenceFile, evidenceManifest } from '../services/evidence.ts';
import { listChanges } from '../services/list-changes.ts';
import { applyEvents } from '../services/push/apply-events.ts';
import {
  alertsPage,
  assignmentsPage,
  countedReview,
  erasuresPage,
  reviewsPage,
} from '../services/results.ts';
import { revokeDevice } from '../services/revoke-device.ts';
import { deviceStanding } from './device-standing.ts';
import type { SignInWithIdentity } from './identity-sign-in.ts';
import type { SignIn } from './sign-in.ts';

type Parsed<Part> = Part extends z.ZodType ? z.output<Part> : undefined;
type Field<Name extends RouteName, Key extends string> = Key extends keyof (typeof routes)[Name]
  ? Parsed<(typeof routes)[Name][Key]>
  : undefined;

/** What a request brings, parsed by the route's schemas. */
type RouteInput<Name extends RouteName> = {
  readonly params: Field<Name, 'params'>;
  readonly query: Field<Name, 'query'>;
  readonly body: Field<Name, 'body'>;
};

type AnswerOf<Answer> = Answer extends 'binary'
  ? EvidenceFile
  : Answer extends 'nothing'
    ? null
    : Answer extends z.ZodType
      ? z.input<Answer> | ReadyJson<z.input<Answer>>
      : never;
type RouteAnswer<Name extends RouteName> = AnswerOf<(typeof routes)[Name]['answer']>;

/** Everything one actor may ask for. Routes call these methods and nothing else; each one is guarded. */
export type Access = {
  readonly [Name in RouteName]: (input: RouteInput<Name>) => Promise<Result<RouteAnswer<Name>>>;
};

export type AccessDeps = HubDeps & {
  readonly signIn: SignIn;
  readonly signInWithIdentity: SignInWithIdentity;
  /** Where people sign in with their browser, as the hub describes it. */
  readonly signInPlace: () => HubDescription['identity'] | null;
};

/** Why this actor may not call this route at all; null when they may. */
export const refusal = (name: RouteName, actor: Actor | null): Problem | null => {
  const { access }: Route = routes[name];
  if (access === 'public') return null;
  if (actor === null) return problem('signed-out');
  if (access === 'signed-in') return null;
  return hasOneOf(actor, access) ? null : problem('forbidden');
};

/** Leads and issuers run the program: they see every submission. A reviewer sees what is assigned to them. */
const deskRoles = ['calibration-lead', 'issuer'] as const;

const hasOneOf = (actor: Actor, roles: readonly Role[]): boolean =>
  actor.account.roles.some((role) => roles.includes(role));

const onlyOwn = (actor: Actor): string | null => (hasOneOf(actor, deskRoles) ? null : actor.account.id);

/** The one place that decides who may have what. Somebody else's thing answers exactly as one that does not exist. */
export const accessFor = (actor: Actor | null, deps: AccessDeps): Access => {
  const asAnybody = <Name extends RouteName>(
    work: (input: RouteInput<Name>) => Promise<Result<RouteAnswer<Name>>>,
  ) => work;
  const asActor =
    <Name extends RouteName>(
      name: Name,
      work: (actor: Actor, input: RouteInput<Name>) => Promise<Result<RouteAnswer<Name>>>,
    ) =>
    async (input: RouteInput<Name>): Promise<Result<RouteAnswer<Name>>> => {
      const refused = refusal(name, actor);
      if (refused !== null || actor === null) return fail(refused ?? problem('signed-out'));
      return work(actor, input);
    };
  return {
    describeHub: asAnybody<'describeHub'>(async () => ok(describeHub(deps, deps.signInPlace()))),
    signIn: asAnybody<'signIn'>(({ body }) => deps.signIn(body)),
    signInWithIdentity: asAnybody<'signInWithIdentity'>(({ body }) => deps.signInWithIdentity(body)),
    signOut: asActor('signOut', async (who) => {
      await deps.database.write((db) => deleteSession(db, who.tokenHash));
      return ok(null);
    }),
    getAccount: asActor('getAccount', async (who) => ok(who.account)),
    listChanges: asActor('listChanges', (who, { query }) => listChanges(deps, who, query)),
    getEvidenceManifest: asActor('getEvidenceManifest', (who, { params }) =>
      evidenceManifest(deps, params.sha256, onlyOwn(who)),
    ),
    getEvidence: asActor('getEvidence', (who, { params }) => evidenceFile(deps, params.sha256, onlyOwn(who))),
    pushEvents: asActor('pushEvents', (who, { body }) => pushEvents(deps, who, body.events)),
    getReview: asActor('getReview', (who, { params }) =>
      countedReview(deps, params.assignmentId, onlyOwn(who)),
    ),
    listReviews: asActor('listReviews', (_who, { query }) => reviewsPage(deps, query)),
    listAssignments: asActor('listAssignments', (_who, { query }) => assignmentsPage(deps, query)),
    eraseSubmission: asActor('eraseSubmission', (who, { params, query }) =>
      eraseSubmission(deps, {
        submissionId: params.submissionId,
        by: who.account.account,
        disclosures: query.disclosures,
      }),
    ),
    listErasures: asActor('listErasures', (_who, { query }) => erasuresPage(deps, query)),
    listAlerts: asActor('listAlerts', (_who, { query }) => alertsPage(deps, query)),
    listOwnDevices: asActor('listOwnDevices', (who, { query }) => ownDevicesPage(deps, who, query)),
    listDevices: asActor('listDevices', (_who, { query }) => devicesPage(deps, query)),
    revokeDevice: asActor('revokeDevice', (who, { params }) =>
      revokeDevice(deps, { code: params.deviceCode, by: who.account.account }),
    ),
    askStanding: asAnybody<'askStanding'>(({ body }) => deviceStanding(deps, body)),
  };
};

const pushEvents = async (
  deps: HubDeps,
  actor: Actor,
  events: readonly unknown[],
): Promise<Result<{ results: EventResult[]; durableSeq: number; time: string }>> => {
  const sender = { accountId: actor.account.id, deviceId: actor.deviceId, sealed: false };
  const results = await applyEvents(deps, sender, events);
  if (!results.ok) return results;
  const device = await findDevice(deps.database.kysely, sender.accountId, sender.deviceId);
  return ok({
    results: results.value,
    durableSeq: device?.durableSeq ?? 0,
    time: instant(deps.clock.now()),
  });
};
