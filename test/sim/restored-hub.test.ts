import { afterAll, beforeAll, expect, it } from 'vitest';
import { simulate } from './simulate.ts';
import type { Step, StepKind } from './steps/schedule.ts';
import { digestOnThisThread } from './world/synchronous-digest.ts';
import { makeTemplate, type Template } from './world/template.ts';

let template: Template;

beforeAll(async () => {
  digestOnThisThread();
  template = await makeTemplate();
});

afterAll(() => template.remove());

const step = (kind: StepKind, salt: number): Step => ({ kind, who: 0, salt });

/** The backup is older than the edits and younger than the last pull: the cursor is one the restored hub knows. */
const steps = [
  step('while', 5),
  step('open', 1),
  step('sync', 1),
  step('while', 7),
  step('hub-snapshot', 1),
  step('edit', 3),
  step('sync', 1),
  step('moment', 3),
  step('moment', 5),
  step('hub-rollback', 1),
];

it('a hub restored to a backup that knows the cursor hears again what it has acknowledged since', async () => {
  const lines: string[] = [];
  const outcome = await simulate(
    template,
    1,
    { reviewers: [1], steps },
    { print: (line) => lines.push(line) },
  );
  expect(outcome.violation).toBeNull();
  const pushes = lines.flatMap((line, at) => (line.includes('"POST","/v1/events"') ? [at] : []));
  const rollback = lines.indexOf('["hub-rollback",0]');
  expect(pushes.some((at) => at < rollback)).toBe(true);
  expect(pushes.some((at) => at > rollback)).toBe(true);
});
