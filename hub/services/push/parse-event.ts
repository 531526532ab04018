import { z } from 'zod';
import { deviceIdSchema, eventIdSchema } from '../../../shared/domain/ids.ts';
import { type ReviewEvent, reviewEventSchema } from '../../../shared/hub-api/events.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { jsonHash } from '../../core/hashing.ts';
import { isTooDeep } from '../../core/json-depth.ts';
import { hasNul } from '../../core/storable-text.ts';

/** What every event must have, so that its verdict can be kept and its number counted, whatever the rest looks like. */
const identitySchema = z.object({
  eventId: eventIdSchema,
  deviceId: deviceIdSchema,
  deviceSeq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
type EventIdentity = z.infer<typeof identitySchema>;

/** An event as it came. `payload` is the JSON as sent, with any field a newer workbench added. */
export type ParsedEvent =
  | {
      readonly kind: 'event';
      readonly identity: EventIdentity;
      readonly event: ReviewEvent;
      readonly payload: unknown;
    }
  /** Can be told apart and counted, but not understood: kept, and refused alone. */
  | {
      readonly kind: 'poison';
      readonly identity: EventIdentity;
      readonly assignmentId: string;
      readonly payload: unknown;
      readonly problem: Problem;
      /** It holds the place of a number whose content cannot be sent any more, and says nothing about that content. */
      readonly numberAlone: boolean;
    }
  | { readonly kind: 'unusable'; readonly eventId: string; readonly problem: Problem };

export const parseEvent = (raw: unknown): ParsedEvent => {
  if (isTooDeep(raw)) return unusable(raw, 'an event is nested too deeply');
  const identity = identitySchema.safeParse(raw);
  if (!identity.success) return unusable(raw, placeOf(identity.error));
  if (hasNul(identity.data.deviceId)) return unusable(raw, 'deviceId holds a character that no id has');
  const payload = fieldOf(raw, 'payload') ?? null;
  const poison = (detail: string): ParsedEvent => ({
    kind: 'poison',
    identity: identity.data,
    assignmentId: storableText(fieldOf(raw, 'assignmentId')),
    payload,
    problem: problem('bad-request', { detail }),
    numberAlone: fieldOf(raw, 'type') === 'withdrawn' && payload === null,
  });
  const parsed = reviewEventSchema.safeParse(raw);
  if (!parsed.success) return poison(placeOf(parsed.error));
  if (hasNul(parsed.data.assignmentId)) return poison('assignmentId holds a character that no id has');
  if (jsonHash(payload) !== parsed.data.payloadHash)
    return poison('the payload does not match its fingerprint');
  return { kind: 'event', identity: identity.data, event: parsed.data, payload };
};

const unusable = (raw: unknown, detail: string): ParsedEvent => {
  const eventId = fieldOf(raw, 'eventId');
  return {
    kind: 'unusable',
    eventId: typeof eventId === 'string' ? eventId.slice(0, 120) : '',
    problem: problem('bad-request', { detail }),
  };
};

const fieldOf = (raw: unknown, name: string): unknown =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[name] : undefined;

const storableText = (value: unknown): string =>
  typeof value === 'string' && !hasNul(value) ? value.slice(0, 120) : '';

/** Where an event is wrong, by path alone: a value could be somebody's words. */
const placeOf = (error: z.ZodError): string => {
  const path = error.issues[0]?.path.join('.') ?? '';
  return path === '' ? 'an event is not in the agreed form' : `an event is not in the agreed form at ${path}`;
};
