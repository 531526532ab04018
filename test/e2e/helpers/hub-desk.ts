import type { z } from 'zod';
import {
  type HubAlert,
  type HubReview,
  hubAlertsPageSchema,
  hubReviewsPageSchema,
} from '../../../shared/hub-api/results.ts';
import { sessionSchema } from '../../../shared/hub-api/session.ts';

const answerOf = async <Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> => {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
};

const askAsLead = async <Schema extends z.ZodType>(
  url: string,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const signedIn = await fetch(new URL('/v1/sessions', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      account: 'joan.abernathy',
      password: 'sample-reviewer',
      device: { id: 'lead-desk', name: 'Lead desk' },
    }),
  });
  const { token } = await answerOf(signedIn, sessionSchema);
  const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });
  return answerOf(answer, schema);
};

/** What the sample's calibration lead must look at. */
export const hubAlerts = async (url: string): Promise<HubAlert[]> =>
  (await askAsLead(url, '/v1/alerts', hubAlertsPageSchema)).items;

/** The reviews that count. */
export const hubReviews = async (url: string): Promise<HubReview[]> =>
  (await askAsLead(url, '/v1/reviews', hubReviewsPageSchema)).items;
