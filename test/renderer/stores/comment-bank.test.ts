import { describe, expect, test, vi } from 'vitest';
import { createCommentBankStore } from '../../../renderer/stores/comment-bank.ts';
import type { AddressPort } from '../../../renderer/stores/navigation.ts';
import { createStores, startStores } from '../../../renderer/stores/stores.ts';
import { type CommentSnippet, commentSnippetSchema } from '../../../shared/domain/comment-snippet.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { manualTimer, type Script, scriptedBridge } from '../scripted-bridge.ts';

const snippet = (id: string, change: Partial<CommentSnippet> = {}): CommentSnippet =>
  commentSnippetSchema.parse({
    id,
    title: 'Wait',
    text: 'You wait.',
    kind: 'strength',
    scope: { microCredentialId: null, criterionId: null },
    usedCount: 3,
    lastUsedAt: null,
    updatedAt: '2026-03-02T09:00:00.000Z',
    ...change,
  });

const setUp = (script: Script = {}) => {
  let own: CommentSnippet[] = [];
  const host = scriptedBridge({
    'commentBank.list': () => ok({ own, issuers: [] }),
    'commentBank.put': () => ok({}),
    'commentBank.remove': () => ok({}),
    'commentBank.used': () => ok({}),
    ...script,
  });
  const timer = manualTimer();
  const store = createCommentBankStore({
    bridge: host.bridge,
    now: () => 0,
    after: timer.after,
    newId: () => 'new-id',
  });
  return { ...host, store, keep: (...next: CommentSnippet[]) => (own = next) };
};

describe('the comment bank in the window', () => {
  test('a new snippet gets an id, loses blanks at its ends, and is shown once it is kept', async () => {
    const { store, asked, keep } = setUp();
    keep(snippet('new-id'));
    const { kind, scope } = snippet('any');
    const answer = await store.getState().add({ title: ' Wait ', text: '\nYou wait. ', kind, scope });
    expect(answer).toEqual(ok(null));
    expect(asked('commentBank.put')).toEqual([
      { id: 'new-id', title: 'Wait', text: 'You wait.', kind, scope },
    ]);
    expect(store.getState().own).toEqual([snippet('new-id')]);
  });

  test('putting a removed one back sends its words under its own id, without the counts', async () => {
    const { store, asked } = setUp();
    await store.getState().remove(snippet('a').id);
    await store.getState().put(snippet('a'));
    expect(asked('commentBank.remove')).toEqual([{ id: 'a' }]);
    const { id, title, text, kind, scope } = snippet('a');
    expect(asked('commentBank.put')).toEqual([{ id, title, text, kind, scope }]);
  });

  test('what was not kept is told, and what is shown stays', async () => {
    const refused = fail(problem('disk-full'));
    const { store, keep } = setUp({ 'commentBank.put': () => refused });
    keep(snippet('a'));
    await store.getState().refresh();
    keep();
    expect(await store.getState().put(snippet('b'))).toEqual(refused);
    expect(store.getState().own).toEqual([snippet('a')]);
  });

  test('the commands act on the field entered last, until it goes', () => {
    const { store } = setUp();
    const [one, two] = [{}, {}];
    const { enterField, leaveField } = store.getState();
    enterField(one);
    enterField(two);
    leaveField(one);
    expect(store.getState().field).toBe(two);
    leaveField(two);
    expect(store.getState().field).toBeNull();
  });

  test('is read when somebody is at work and again after a change, and kept from the next account', async () => {
    let phase: 'ready' | 'signed-out' = 'ready';
    const hub = { url: 'https://hub.example', name: 'Valley', hubId: 'h1', sample: false };
    const account = { id: 'rosa', account: 'rosa', name: 'Rosa', roles: ['reviewer'] };
    const host = scriptedBridge({
      'app.getState': () =>
        ok(
          (phase === 'ready'
            ? {
                phase,
                hub,
                protection: 'passphrase',
                account,
                signInNeeded: false,
                cleanExit: true,
                backup: { newest: null, problem: null },
              }
            : { phase, hub, protection: 'passphrase', sampleSignIns: null }) as never,
        ),
      'commentBank.list': () => ok({ own: [snippet('a')], issuers: [] }),
    });
    const address: AddressPort = { hash: () => '', push: () => undefined, onChange: () => undefined };
    const timer = manualTimer();
    const stores = createStores({ bridge: host.bridge, now: () => 0, after: timer.after }, address);
    startStores(stores);
    await vi.waitFor(() => expect(stores.commentBank.getState().own).toHaveLength(1));
    host.notice('comment-bank');
    await vi.waitFor(() => {
      timer.elapse();
      expect(host.asked('commentBank.list')).toHaveLength(2);
    });
    phase = 'signed-out';
    await stores.app.getState().refresh();
    expect(stores.commentBank.getState().own).toBeNull();
  });
});
