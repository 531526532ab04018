import { expect, it } from 'vitest';
import { microCredentialByCode, ratedReviews } from '../../hub/services/ratings.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';

onBothDatabases('the scores of a micro-credential', (startHub) => {
  it('are those of the reviews that count, by the names people know', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const ben = await hub.signIn('ben.achebe');
    const desk = reviewDesk(rosa, await rosa.assignment('QST-1'));
    await rosa.push(desk.whole(1));
    const { microCredential } = await rosa.assignment('QST-1');
    const [first] = microCredential.rubric.criteria;
    if (first === undefined) throw new Error('the rubric has criteria');
    hub.clock.advance(60_000);
    await ben.push(reviewDesk(ben, await ben.assignment('QST-1')).whole(2));
    hub.clock.advance(60_000);
    // Amended: only the later review counts.
    await rosa.push([desk.edit({ op: 'score.set', criterionId: first.id, score: 3 }), desk.submit()]);
    const found = [];
    const state = await microCredentialByCode(hub.deps, 'QST');
    if (state === null) throw new Error('the fixture has QST');
    for await (const reviews of ratedReviews(hub.deps, { microCredential: state, kind: 'live' })) {
      found.push(...reviews);
    }
    expect(
      found.map(({ submissionCode, account, content }) => [
        submissionCode,
        account,
        content.criteria[0]?.score,
      ]),
    ).toEqual([
      ['QST-1', 'ben.achebe', 2],
      ['QST-1', 'rosa.lind', 3],
    ]);
  });
});
