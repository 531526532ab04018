import type { Edit } from './plant.ts';

/** A bug somebody could have made, planted into the product for one run. */
export type Mutant = { readonly name: string; readonly edits: readonly Edit[] };

const one = (name: string, file: string, from: string, to: string): Mutant => ({
  name,
  edits: [{ file, from, to }],
});

/** Each must be caught. `synchronous=OFF` is not here: in one process nothing tells it apart; the system-call trace does. */
export const mutants: readonly Mutant[] = [
  {
    name: 'early cursor',
    edits: [
      {
        file: 'main/sync/pull/pages-on-the-way.ts',
        from: 'stagePage(writable, page.changes, page.end);',
        to: 'stagePage(writable, page.changes, page.end), writeFeed(writable, { ...readFeed(db), cursor: openPageEnd(page.end).cursor });',
      },
      {
        file: 'main/sync/pull/pages-on-the-way.ts',
        from: `import { readStaged,`,
        to: `import { readFeed, writeFeed } from '../../database/tables/hub-feed.ts';\nimport { readStaged,`,
      },
    ],
  },
  one(
    'cursor outside the transaction',
    'main/sync/pull/apply-staged.ts',
    'writeFeed(db, { ...total, cursor: end.cursor, durableSeq: end.durableSeq });',
    `const moved = { ...total, cursor: end.cursor, durableSeq: end.durableSeq };
     queueMicrotask(() => inTransaction(deps.db, (later) => ok(writeFeed(later, moved))));`,
  ),
  one(
    'feed not in order',
    'hub/database/tables/feeds.ts',
    `.orderBy('seq')\n    .limit(limit)`,
    `.orderBy('kind')\n    .limit(limit)`,
  ),
  one(
    'page without digest check',
    'main/sync/pull/apply-staged.ts',
    `if (end.digest !== null && !sameDigest(total, end.digest)) return fail(problem('feed-mismatch'));`,
    `if (end.digest !== null && end.full && !sameDigest(total, end.digest)) return fail(problem('feed-mismatch'));`,
  ),
  one(
    'tombstone skipped',
    'main/sync/pull/apply-change.ts',
    'if (before !== undefined) remove(to, change);',
    `if (before !== undefined && change.kind !== 'review-register') remove(to, change);`,
  ),
  one(
    'dequeue on 200',
    'main/sync/push/record-results.ts',
    `recordOutcome(db, event.eventId, { outcome: 'blocked', problem: reason });`,
    `recordOutcome(db, event.eventId, { outcome: 'delivered', at });`,
  ),
  one(
    'deferred counts as delivered',
    'main/sync/push/record-results.ts',
    `recordOutcome(db, event.eventId, { outcome: 'deferred' });`,
    `recordOutcome(db, event.eventId, answer === undefined ? { outcome: 'deferred' } : { outcome: 'delivered', at });`,
  ),
  one(
    'no If-Range',
    'main/hub-client/evidence-part.ts',
    `...(etag === null ? {} : { 'if-range': etag }),`,
    '',
  ),
  {
    name: 'nothing verified in the vault',
    edits: [
      {
        file: 'main/evidence/evidence-writer.ts',
        from: 'return bytes.length === partLength(manifest, index) && (await sha256(bytes)) === expected;',
        to: 'return bytes.length === partLength(manifest, index);',
      },
      {
        file: 'main/evidence/evidence-writer.ts',
        from: `return whole.digest('hex') === manifest.sha256 ? ok(undefined) : findBadParts(setup);`,
        to: 'return ok(undefined);',
      },
    ],
  },
  one(
    'number skipped',
    'main/database/tables/events.ts',
    'const deviceSeq = identity.lastDeviceSeq + 1;',
    `const deviceSeq = identity.lastDeviceSeq + (happening.type === 'review.reopened' ? 2 : 1);`,
  ),
  one(
    'number reused after a crash',
    'main/database/tables/events.ts',
    'const deviceSeq = identity.lastDeviceSeq + 1;',
    `const kept = ((globalThis as any).numbers ??= new WeakMap());
  const before = kept.get(db) ?? identity.lastDeviceSeq;
  const deviceSeq = before + 1;
  queueMicrotask(() => kept.set(db, deviceSeq));`,
  ),
  one(
    'retry under another id',
    'main/sync/push/batch.ts',
    'batch.events.push(event.value);',
    `const tries = ((globalThis as any).tries ??= new Map());
     tries.set(row.eventId, (tries.get(row.eventId) ?? 0) + 1);
     const n = tries.get(row.eventId) - 1;
     batch.events.push(n === 0 ? event.value : { ...event.value, eventId: event.value.eventId.slice(0, -4) + String(n).padStart(4, '0') });`,
  ),
  one(
    'merge by arrival',
    'hub/services/push/judge-edit.ts',
    'if (laterOperation(before, stamped) === before) return accepted();',
    '',
  ),
  one(
    'stamps compared without their counter',
    'shared/domain/review-operation.ts',
    'a !== undefined && a.stamp >= b.stamp ? a : b;',
    'a !== undefined && a.stamp.slice(0, 15) >= b.stamp.slice(0, 15) ? a : b;',
  ),
  one(
    'stamps follow the wall clock',
    'shared/domain/hybrid-clock.ts',
    'const lastMs = last === null ? -1 : millisecondsOf(last);',
    'const lastMs = last === null ? -1 : Math.min(now, millisecondsOf(last));',
  ),
  one(
    'Saved before the commit',
    'main/services/review/apply-edits.ts',
    'const saved = inTransaction(deps.workspace.db, (db) => save(db, deps, edits));',
    `const later = () => inTransaction(deps.workspace.db, (db) => save(db, deps, edits));
     setImmediate(() => {
       try {
         later();
       } catch {}
     });
     return ok({ savedAt: instantNow(deps.clock) });
     const saved = later();`,
  ),
  one(
    'not all that is new gets a line',
    'main/database/tables/outbox.ts',
    'SELECT device_seq, event_id, assignment_id FROM events WHERE $',
    'SELECT device_seq, event_id, assignment_id FROM events WHERE device_seq % 5 <> 0 AND $',
  ),
  one(
    'nonce from the column',
    'main/keys/keyring.ts',
    'return ok(sealValue(found.textKey, { submissionId, keyId: found.keyId, column }, bytes, nonces));',
    `const fixed = (size: number) => Uint8Array.from(Buffer.from(column.slice(-size).padStart(size)));
     return ok(sealValue(found.textKey, { submissionId, keyId: found.keyId, column }, bytes, fixed));`,
  ),
  one(
    'nonce of evidence fixed',
    'main/evidence/evidence-writer.ts',
    'sealChunk(container, first + step, plaintext, random(NONCE_BYTES), place);',
    'sealChunk(container, first + step, plaintext, new Uint8Array(NONCE_BYTES).fill(7), place);',
  ),
  one(
    'Retry-After taken for milliseconds',
    'main/hub-client/hub-problem.ts',
    'Number(text) * 1000',
    'Number(text)',
  ),
  one(
    'timer not set again after a failure',
    'main/sync/scheduler.ts',
    'running = false;\n        alarm.set(delay);',
    'running = false;\n        if (failures < 2) alarm.set(delay);',
  ),
  {
    name: 'pause measured on the wall clock',
    edits: [
      {
        file: 'main/sync/alarm.ts',
        from: 'const delay = Math.max(ms, pausedUntil - clock.monotonic(), 0);',
        to: 'const delay = Math.max(ms, pausedUntil - clock.now(), 0);',
      },
      {
        file: 'main/sync/alarm.ts',
        from: 'pausedUntil = Math.max(pausedUntil, clock.monotonic() + ms);',
        to: 'pausedUntil = Math.max(pausedUntil, clock.now() + ms);',
      },
    ],
  },
  one(
    'grace ignored',
    'main/sync/pull/apply-change.ts',
    'new Date(nowMs + (afterGrace ? WITHDRAWN_GRACE_MS : 0)).toISOString();',
    'new Date(nowMs + (afterGrace ? 60_000 : 0)).toISOString();',
  ),
  one(
    'words in the log',
    'main/sync/push/push.ts',
    'const response = await deps.hub.pushEvents(events, { signal });\n  if (!response.ok) return afterFailure',
    `const response = await deps.hub.pushEvents(events, { signal });
     if (!response.ok) deps.log('warn', 'sync.pushFailed', { id: JSON.stringify(events).slice(-150) });
  if (!response.ok) return afterFailure`,
  ),
  one(
    'keyring not forced to the disk',
    'main/keys/durable-file.ts',
    'await writeFully(file, content, 0);\n    await file.sync();',
    'await writeFully(file, content, 0);',
  ),
  one(
    'keyring name not forced to the disk',
    'main/keys/durable-file.ts',
    'await fs.rename(temporary, path);\n  await syncFolder(fs, dirname(path));',
    'await fs.rename(temporary, path);',
  ),
  one(
    'an event seen twice is judged twice',
    'hub/services/push/apply-events.ts',
    `known.result === 'deferred' || (`,
    `known.type.startsWith('a') || known.result === 'deferred' || (`,
  ),
  {
    name: 'edits told to everybody on the submission',
    edits: [
      {
        file: 'hub/services/review-register-feed.ts',
        from: `await appendToFeeds(db, new Map([[reader, [await nextChange(db, assignment, record)]]]));`,
        to: `const change = await nextChange(db, assignment, record);
     const all = await readersOf(db, 'submission', assignment.state.submissionId);
     await appendToFeeds(db, new Map([...new Set([reader, ...all])].map((each) => [each, [change]])));`,
      },
      {
        file: 'hub/services/review-register-feed.ts',
        from: 'import { appendToFeeds,',
        to: 'import { readersOf, appendToFeeds,',
      },
    ],
  },
  one(
    'pull takes the own edit away',
    'main/sync/pull/apply-change.ts',
    'if (mayMoveClock(stamp, Date.parse(receivedAt))) noteStamp(db, stamp);',
    `db.prepare('DELETE FROM review_registers WHERE assignment_id = ? AND key = ? AND stamp < ?').run(register.assignmentId, register.key, stamp);
  if (mayMoveClock(stamp, Date.parse(receivedAt))) noteStamp(db, stamp);`,
  ),
  {
    name: 'key kept after a recusal',
    edits: [
      {
        file: 'main/services/review/recuse.ts',
        from: 'const destroyed = await workspace.keyring.destroyKey(submissionId);',
        to: 'const destroyed = ok(undefined) as Awaited<ReturnType<typeof workspace.keyring.destroyKey>>;',
      },
      {
        file: 'main/sync/carry-out-erasures.ts',
        from: `const scopes = reason === 'recused' ? [submissionId] : sealScopes(submissionId);`,
        to: `const scopes = reason === 'recused' ? [] : sealScopes(submissionId);`,
      },
    ],
  },
  one(
    'settled changes not kept',
    'main/database/tables/settled-changes.ts',
    'SELECT ?, device_seq, event_id, problem FROM outbox WHERE $',
    'SELECT ?, device_seq, event_id, problem FROM outbox WHERE FALSE AND $',
  ),
  one(
    'rolled back hub not noticed',
    'main/sync/pull/pull.ts',
    'if (deviceSeq >= lastDelivered(db)) return ok(undefined);',
    'if (deviceSeq >= 0) return ok(undefined);',
  ),
  one(
    'earlier final goes on counting',
    'hub/database/tables/reviews.ts',
    `.set({ counted: 0 })\n    .where('assignment_id', '=', record.assignmentId)`,
    `.set({ counted: 0 })\n    .where('assignment_id', '=', record.eventId)`,
  ),
  one(
    'pruned beyond the backup',
    'main/sync/sync-cycle.ts',
    'const { durableSeq } = readFeed(db);',
    'const durableSeq = readFeed(db).durableSeq + 3;',
  ),
  one(
    'backup counts what came after it',
    'hub/database/tables/backups.ts',
    '.set({ durable_seq: mark.last_seq })',
    `.set((by) => ({ durable_seq: by.ref('last_seq') }))`,
  ),
  one(
    'sealed text left in the log',
    'main/sync/carry-out-erasures.ts',
    '  emptyPayloadsOf(db, submissionId);\n',
    '',
  ),
  one(
    'key of the hand-over kept after an erasure',
    'main/sync/carry-out-erasures.ts',
    `const scopes = reason === 'recused' ? [submissionId] : sealScopes(submissionId);`,
    `const scopes = reason === 'withdrawn' ? sealScopes(submissionId) : [submissionId];`,
  ),
  one(
    'late event kept after an erasure',
    'hub/services/push/apply-events.ts',
    'const content = held.erased\n',
    'const content = held.erased && parsed.kind === "poison"\n',
  ),
];
