import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fullEdits, reviewDesk } from '../../helpers/hub/review-work.ts';
import { runCli } from '../../helpers/hub/run-cli.ts';
import { startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import type { TestDevice } from '../../helpers/hub/test-device.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

let hub: TestHub;
let rosa: TestDevice;

beforeEach(async () => {
  hub = await startTestHub();
  rosa = await hub.signIn('rosa.lind');
});
afterEach(() => hub.close());

const assay = (...args: readonly string[]) => runCli('hub', 'supersede', ...args, '--data', hub.dataDir);

/** A final that came too late, and the request that it count. Value: the request's id. */
const asked = async (): Promise<string> => {
  const work = await rosa.assignment('QST-1');
  await rosa.push(reviewDesk(rosa, work).whole(1));
  const laptop = await hub.signIn('rosa.lind');
  const other = reviewDesk(laptop, work);
  const edits = fullEdits(work, 3).map((one) => other.edit(one));
  hub.clock.advance(61 * 60_000);
  const final = other.submit();
  const payload = { refusedEventId: final.eventId, reason: 'The file only\nloaded later.' };
  await laptop.push([...edits, final, laptop.event(work, { type: 'review.supersede-requested', payload })]);
  const { code, out } = await assay('--json');
  expect(code).toBe(0);
  const { requests } = JSON.parse(out.join('')) as { requests: { id: string }[] };
  return requests[0]?.id ?? '';
};

const revision = async (): Promise<number> => {
  const { assignment } = await rosa.assignment('QST-1');
  const answer = await rosa.request(`/v1/assignments/${assignment.id}/review`);
  return ((await answer.json()) as { revision: number }).revision;
};

describe('assay hub supersede', () => {
  it('lists what is open, grants it while the hub serves, and decides nothing twice', async () => {
    const none = { code: 0, out: ['No request is open.'] };
    expect(await assay()).toMatchObject(none);
    const id = await asked();
    const { code, out } = await assay();
    expect(code).toBe(0);
    expect(out[0]).toMatch(new RegExp(`^${id} {2}QST-1, Rosa Lind, asked .*Z$`));
    expect(out[1]).toBe('  Reason: The file only loaded later.');
    expect(out[2]).toMatch(/^ {2}Counts now: {3}received .*Z {2}[0-9a-f]{64}$/);
    expect(out[3]).toMatch(/^ {2}Was refused: {2}received .*Z {2}[0-9a-f]{64}$/);
    expect(await assay(id, '--grant', '--reason', 'It was broken.')).toMatchObject({
      code: 0,
      out: ['Granted: the final of QST-1 that was refused counts now. The earlier one is kept.'],
    });
    expect(await revision()).toBe(2);
    expect(await assay(id, '--refuse', '--reason', 'No.')).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/^The request on QST-1 was granted .*Z\. Nothing was changed\.$/)],
    });
    expect(await assay()).toMatchObject(none);
  });

  it('refuses with the reason, in JSON', async () => {
    const id = await asked();
    const { code, out } = await assay(id, '--refuse', '--reason', 'One final stands.', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out.join(''))).toMatchObject({
      request: { id, supersede: { answer: { granted: false, reason: 'One final stands.' } } },
    });
    expect(await revision()).toBe(1);
  });

  it('says what it does not understand, and what is not there', async () => {
    const help = await assay('--help');
    expect(help.code).toBe(0);
    expect(help.out.join('')).toContain('Exit code 0');
    const notUnderstood = [
      ['some-id'],
      ['some-id', '--grant', '--refuse', '--reason', 'Both.'],
      ['some-id', '--grant'],
      ['one', 'two', '--grant', '--reason', 'Why.'],
      ['--grant', '--reason', 'Why.'],
    ];
    for (const args of notUnderstood) expect((await assay(...args)).code).toBe(2);
    expect(await assay('some-id', '--grant', '--reason', 'Why.')).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/^The hub has no request some-id\./)],
    });
    expect((await runCli('hub', 'supersede', '--data', tempFolder())).code).toBe(1);
  });
});
