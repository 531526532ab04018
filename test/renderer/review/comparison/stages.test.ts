import { describe, expect, it } from 'vitest';
import {
  besideChoice,
  fileOf,
  orderOf,
  priorBySlot,
  stageFor,
} from '../../../../renderer/features/review/comparison/stage-files.ts';
import { whyNotCited } from '../../../../renderer/features/review/comparison/stage-words.ts';
import { textPairs } from '../../../../renderer/features/review/comparison/text-pairs.ts';
import { en } from '../../../../renderer/messages/en.ts';
import type { ArtifactId } from '../../../../shared/domain/ids.ts';
import type { EvidenceItem, PriorAttempt } from '../../../../shared/workbench-api/review-document.ts';
import { documentOf } from '../samples.ts';

const id = (text: string) => text as ArtifactId;

const base = documentOf();
const item = (name: string, slotId: string, kind: EvidenceItem['kind'], position = 0): EvidenceItem => ({
  ...(base.evidence[0] as EvidenceItem),
  id: id(name),
  label: name,
  slotId,
  kind,
  position,
});

const prior = (evidence: EvidenceItem[]): PriorAttempt => ({
  submission: {
    id: base.submission.id,
    code: 'WGQ-100',
    attempt: 1,
    submittedAt: base.submission.submittedAt,
    context: '',
    changeNote: '',
  },
  evidence,
});

const withPrior = documentOf({
  prior: prior([item('old clip', 'clip', 'video'), item('old plan', 'plan', 'pdf')]),
});

describe('what the second stage shows', () => {
  it('is the file after the one on the first, round at the end', () => {
    expect(besideChoice(base, id('plan'), null)).toBe('clip');
    expect(besideChoice(base, id('clip'), null)).toBe('plan');
    expect(besideChoice(base, null, null)).toBe('plan');
    expect(besideChoice(documentOf({ evidence: [] }), null, null)).toBeNull();
  });

  it('is never the attempt before unless it was chosen', () => {
    expect(besideChoice(withPrior, id('plan'), null)).toBe('clip');
    expect(besideChoice(withPrior, id('plan'), id('old plan'))).toBe('old plan');
    expect(besideChoice(withPrior, id('plan'), 'changes')).toBe('changes');
  });

  it('falls back when what was chosen is not there any more', () => {
    expect(besideChoice(base, id('plan'), id('old plan'))).toBe('clip');
    expect(besideChoice(base, id('plan'), 'changes')).toBe('clip');
  });

  it('steps through the files of its own attempt, in the order of the slots', () => {
    const [own, earlier] = [fileOf(withPrior, id('clip')), fileOf(withPrior, id('old clip'))];
    if (own === null || earlier === null) throw new Error('the sample lacks a file');
    expect([own.ofPrior, earlier.ofPrior]).toEqual([false, true]);
    expect(orderOf(withPrior, own)).toEqual(['plan', 'clip']);
    expect(orderOf(withPrior, earlier)).toEqual(['old plan', 'old clip']);
    expect(priorBySlot(withPrior).every(({ missing }) => !missing)).toBe(true);
    expect(fileOf(base, id('old clip'))).toBeNull();
  });
});

describe('a citation', () => {
  const [plan, clip, old] = [
    fileOf(base, id('plan')),
    fileOf(base, id('clip')),
    fileOf(withPrior, id('old plan')),
  ];
  const now = { firstFile: plan, secondFile: clip, secondIsActive: false, changes: false };

  it('is shown where its file is already, else on the active stage', () => {
    expect(stageFor(id('clip'), now)).toBe('second');
    expect(stageFor(id('plan'), { ...now, secondIsActive: true })).toBe('first');
    expect(stageFor(id('other'), now)).toBe('first');
    expect(stageFor(id('other'), { ...now, secondIsActive: true })).toBe('second');
  });

  it('is shown on the active stage when both have its file', () => {
    const both = { ...now, firstFile: clip };
    expect([false, true].map((secondIsActive) => stageFor(id('clip'), { ...both, secondIsActive }))).toEqual([
      'first',
      'second',
    ]);
    expect(stageFor(id('clip'), { ...now, secondFile: null })).toBe('first');
  });

  it('leaves a comparison where it is, but takes the place of the attempt before', () => {
    const active = { ...now, secondIsActive: true };
    expect(stageFor(id('clip'), { ...active, secondFile: null, changes: true })).toBe('first');
    expect(stageFor(id('clip'), { ...active, secondFile: old })).toBe('second');
  });
});

describe('why a stage is not cited', () => {
  const words = (over: Partial<Parameters<typeof whyNotCited>[0]>) =>
    whyNotCited({ file: null, second: null, activeId: 'second', priorAttempt: 1, ...over }, en);

  it('is said in words', () => {
    expect(words({ file: fileOf(withPrior, id('old clip')) })).toMatch(/attempt 1.*cannot be cited/);
    const viewerRef = (): void => undefined;
    expect(words({ second: { file: null, changes: true, viewerRef } })).toMatch(/comparison cannot be cited/);
    expect(words({})).toMatch(/no evidence/);
  });
});

describe('texts that are compared', () => {
  const pairs = (now: EvidenceItem[], before: EvidenceItem[]) =>
    textPairs({ microCredential: base.microCredential, evidence: now }, prior(before)).map(
      ({ slotId, current, previous }) => [slotId, current?.id ?? null, previous?.id ?? null],
    );

  it('are those of one slot, one of the same kind first', () => {
    expect(
      pairs(
        [item('n-doc', 'plan', 'document', 0), item('n-text', 'plan', 'text', 1)],
        [item('o-text', 'plan', 'text', 0), item('o-doc', 'plan', 'document', 1)],
      ),
    ).toEqual([
      ['plan', 'n-doc', 'o-doc'],
      ['plan', 'n-text', 'o-text'],
    ]);
  });

  it('may be of two kinds where there is no other', () => {
    expect(pairs([item('n', 'plan', 'document')], [item('o', 'plan', 'text')])).toEqual([['plan', 'n', 'o']]);
  });

  it('are told where one attempt has none, and never cross slots or take what is not text', () => {
    expect(
      pairs(
        [item('n', 'plan', 'text'), item('n-clip', 'clip', 'video')],
        [item('o', 'clip', 'text'), item('o-plan', 'plan', 'pdf')],
      ),
    ).toEqual([
      ['plan', 'n', null],
      ['clip', null, 'o'],
    ]);
  });
});
