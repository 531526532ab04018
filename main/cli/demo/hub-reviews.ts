import { randomUUID } from 'node:crypto';
import { type DeviceId, deviceIdSchema } from '../../../shared/domain/ids.ts';
import type { HubReview } from '../../../shared/hub-api/results.ts';
import type { HubDescription } from '../../../shared/hub-api/session.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { createHubClient, type HubClient } from '../../hub-client/hub-client.ts';
import { DemoFailure } from './demo-workbench.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

export type SampleSignIns = NonNullable<HubDescription['sample']>;

/** The sample hub's own sign-ins. */
export const sampleSignIns = async (url: string): Promise<SampleSignIns> => {
  const hub = must('looking at the hub', await createHubClient({ fetch, url, clock }).describeHub());
  if (hub.sample === null) throw new Error('The hub is not a sample hub.');
  return hub.sample;
};

/** The first sample account with a role. */
export const accountOf = ({ accounts }: SampleSignIns, role: string): string => {
  const found = accounts.find(({ roles }) => roles.includes(role));
  if (found === undefined) throw new Error(`The sample hub has no ${role}.`);
  return found.account;
};

/** All reviews that count, as the issuer reads them. */
export const readHubReviews = async (url: string, signIns: SampleSignIns): Promise<HubReview[]> => {
  const token = await issuerToken(url, signIns);
  const hub = createHubClient({ fetch, url, clock, token: () => token });
  const reviews: HubReview[] = [];
  let after: string | undefined;
  do {
    const page = must('reading the reviews back', await nextPage(hub, after));
    reviews.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return reviews;
};

const nextPage = (hub: HubClient, after: string | undefined) =>
  hub.call('listReviews', { query: after === undefined ? {} : { after } });

const issuerToken = async (url: string, signIns: SampleSignIns): Promise<string> => {
  const id: DeviceId = deviceIdSchema.parse(randomUUID());
  const session = await createHubClient({ fetch, url, clock }).signIn({
    account: accountOf(signIns, 'issuer'),
    password: signIns.password,
    device: { id, name: 'demo' },
  });
  return must('signing in as the issuer', session).token;
};

const must = <T>(step: string, result: Result<T>): T => {
  if (!result.ok) throw new DemoFailure(step, result.problem);
  return result.value;
};
