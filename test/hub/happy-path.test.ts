import { expect, it } from 'vitest';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';

onBothDatabases('a day at the hub', (startHub) => {
  it('pull, evidence, push and results fit together', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const pulled = await rosa.pull();
    const work = await rosa.assignment('QST-1');
    expect(pulled.last.digest?.count).toBe(pulled.live.size);
    for (const change of pulled.live.values()) {
      if (change.kind !== 'artifact') continue;
      const answer = await rosa.request(`/v1/evidence/${change.state.sha256}`);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(change.state.size);
    }
    const events = reviewDesk(rosa, work).whole();
    expect((await rosa.push(events)).map(({ result }) => result)).toEqual(events.map(() => 'accepted'));
    expect((await rosa.push(events)).map(({ result }) => result)).toEqual(events.map(() => 'duplicate'));
    const lead = await hub.signIn('lea.stone');
    const reviews = (await (await lead.request('/v1/reviews')).json()) as { items: unknown[] };
    expect(reviews.items).toHaveLength(1);
    expect(reviews.items[0]).toMatchObject({
      submissionCode: 'QST-1',
      decision: 'met',
      revision: 1,
      counted: true,
    });
  });
});
