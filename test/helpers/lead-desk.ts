import { randomUUID } from 'node:crypto';
import type { HubAlert, HubReview } from '../../shared/hub-api/results.ts';
import { programPassword } from './program-hub.ts';

export type LeadDesk = { reviews(): Promise<HubReview[]>; alerts(): Promise<HubAlert[]> };

/** What the calibration lead of the fixture program sees at the hub. */
export const openLeadDesk = async (url: string): Promise<LeadDesk> => {
  const device = { id: randomUUID(), name: 'lead' };
  const answer = await fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'lea.stone', password: programPassword, device }),
  });
  const { token } = (await answer.json()) as { token: string };
  const list = async <Item>(path: string): Promise<Item[]> => {
    const page = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!page.ok) throw new Error(`${path} answered ${page.status}`);
    return ((await page.json()) as { items: Item[] }).items;
  };
  return { reviews: () => list('/v1/reviews'), alerts: () => list('/v1/alerts') };
};
