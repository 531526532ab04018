import type { z } from 'zod';
import { type HubAlert, hubAlertsPageSchema } from '../../../shared/hub-api/results.ts';
import { sessionSchema } from '../../../shared/hub-api/session.ts';

const answerOf = async <Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> => {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
};

/** What the sample's calibration lead finds on the hub. */
export const hubAlerts = async (url: string): Promise<HubAlert[]> => {
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
  const alerts = await fetch(new URL('/v1/alerts', url), { headers: { authorization: `Bearer ${token}` } });
  return (await answerOf(alerts, hubAlertsPageSchema)).items;
};
