import { describe, expect, it } from 'vitest';
import { chooseWords } from '../../main/services/review/choose-words.ts';
import { type Device, must } from './helpers/device.ts';
import { assignmentOf, edit, open, outbox } from './helpers/review.ts';
import {
  documentOf,
  openPairForEach,
  type Pair,
  rationale,
  rationaleOf,
  syncAll,
} from './helpers/two-devices.ts';

const code = 'QST-1';
const MINUTE = 60_000;

let pair: Pair;
let a: Device;
let b: Device;

openPairForEach((opened) => {
  pair = opened;
  ({ a, b } = opened);
});

describe('words that another computer has written over', () => {
  const both = async (): Promise<void> => {
    await edit(a, code, [rationale('planning', 'What A wrote.')]);
    pair.hub.clock.advance(MINUTE);
    await edit(b, code, [rationale('planning', 'What B wrote, later.')]);
    await syncAll(a, b, a);
  };

  it('are shown where they were written, with who wrote over them', async () => {
    await both();
    expect(documentOf(a, code).overtaken).toMatchObject([
      {
        criterionId: 'planning',
        field: 'rationale',
        mine: 'What A wrote.',
        theirs: 'What B wrote, later.',
        by: { name: 'test', here: false },
      },
    ]);
    expect(documentOf(b, code).overtaken).toEqual([]);
  });

  it('can be taken back, and then stand everywhere', async () => {
    await both();
    const key = documentOf(a, code).overtaken[0]?.key ?? '';
    const assignmentId = assignmentOf(a, code);
    const chosen = must(await chooseWords(a.reviewDeps(), { assignmentId, key, words: 'mine' }));
    expect(chosen.overtaken).toEqual([]);
    await syncAll(a, b);
    expect([rationaleOf(a, code, 0), rationaleOf(b, code, 0)]).toEqual(['What A wrote.', 'What A wrote.']);
    expect(documentOf(b, code).overtaken).toMatchObject([{ mine: 'What B wrote, later.' }]);
  });

  it('can be given up, which tells the hub nothing', async () => {
    await both();
    const before = outbox(a);
    const key = documentOf(a, code).overtaken[0]?.key ?? '';
    const choice = { assignmentId: assignmentOf(a, code), key, words: 'theirs' } as const;
    expect(must(await chooseWords(a.reviewDeps(), choice)).overtaken).toEqual([]);
    expect(outbox(a)).toEqual(before);
    expect(rationaleOf(a, code, 0)).toBe('What B wrote, later.');
    expect(await chooseWords(a.reviewDeps(), choice)).toMatchObject({ problem: { code: 'not-found' } });
  });

  it('are named when the other computer removed the citation they stood in', async () => {
    const { evidence } = await open(a, code);
    const [file] = evidence;
    if (file === undefined) throw new Error('the fixture has no evidence');
    const annotation = {
      id: 'note-1' as never,
      artifactId: file.id,
      artifactSha256: file.sha256,
      locator: { kind: 'whole' } as const,
      text: 'A note of A.',
      criterionIds: [],
      createdAt: '2026-03-02T09:00:00.000Z',
    };
    await edit(a, code, [{ op: 'annotation.put', annotation }]);
    await syncAll(a, b);
    pair.hub.clock.advance(1);
    await edit(b, code, [{ op: 'annotation.remove', annotationId: annotation.id }]);
    await syncAll(b, a);
    expect(documentOf(a, code).content.annotations).toEqual([]);
    expect(documentOf(a, code).overtaken).toMatchObject([{ mine: 'A note of A.', theirs: null }]);
    const key = documentOf(a, code).overtaken[0]?.key ?? '';
    must(await chooseWords(a.reviewDeps(), { assignmentId: assignmentOf(a, code), key, words: 'mine' }));
    await syncAll(a, b);
    expect(documentOf(b, code).content.annotations).toEqual([annotation]);
  });
});
