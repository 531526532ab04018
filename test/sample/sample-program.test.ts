import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { collectIssues, issueText } from '../../hub/import/import-issue.ts';
import { type ProgramDraft, readProgram } from '../../hub/import/read-program.ts';
import { mediaKindOf } from '../../shared/domain/media-kind.ts';

const sample = fileURLToPath(new URL('../../resources/sample', import.meta.url));
const folder = join(sample, 'program');
/** The one submission that is sent with a required slot empty. */
const incomplete = 'WGQ-114';
const firstReviewer = 'maya.reyes';

let program: ProgramDraft;
const found = collectIssues();

beforeAll(async () => {
  const read = await readProgram(folder, [], found);
  if (read === null) throw new Error('The sample program cannot be read.');
  program = read;
});

const credentialOf = (code: string) => {
  const submission = program.submissions.find((one) => one.code === code);
  const credential = program.microCredentials.find(({ state }) => state.code === submission?.microCredential);
  if (credential === undefined) throw new Error(`${code} belongs to no micro-credential.`);
  return credential.state;
};

const seconds = (clock: string): number => {
  const [hours = 0, minutes = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
};

const cues = (path: string): { start: number; end: number }[] =>
  [...readFileSync(path, 'utf8').matchAll(/^(\S+) --> (\S+)$/gm)].map(([, start, end]) => ({
    start: seconds(start ?? ''),
    end: seconds(end ?? ''),
  }));

const expectOrdered = (path: string): number => {
  const all = cues(path);
  expect(all.length).toBeGreaterThan(5);
  for (const [index, cue] of all.entries()) {
    expect(cue.end).toBeGreaterThan(cue.start);
    expect(cue.start).toBeGreaterThanOrEqual((all[index - 1]?.end ?? 0) - 0.001);
  }
  return all.at(-1)?.end ?? 0;
};

const bytesIn = (place: string): number =>
  readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

describe('the sample program', () => {
  it('is read by the hub without an error or a warning', () => {
    expect(found.errors.map(issueText)).toEqual([]);
    expect(found.warnings.map(issueText)).toEqual([]);
  });

  it('holds two micro-credentials, 24 submissions, six reviewers, a lead and an issuer', () => {
    expect(program.microCredentials.map(({ state }) => state.code).sort()).toEqual(['FWF', 'WGQ']);
    expect(program.submissions).toHaveLength(24);
    const withRole = (role: string) =>
      program.people.filter(({ roles }) => roles.some((one) => one === role));
    const reviewersOnly = withRole('reviewer').filter(({ roles }) => roles.length === 1);
    expect(reviewersOnly).toHaveLength(6);
    expect(withRole('calibration-lead')).toHaveLength(1);
    expect(withRole('issuer')).toHaveLength(1);
    for (const { state } of program.microCredentials) {
      expect(state.rubric.criteria.length).toBeGreaterThanOrEqual(4);
      for (const criterion of state.rubric.criteria) {
        expect(criterion.levels.map(({ score }) => score)).toEqual([1, 2, 3, 4]);
        expect(new Set(criterion.levels.map(({ descriptor }) => descriptor)).size).toBe(4);
      }
    }
  });

  it('refers only to what exists', () => {
    const submissions = new Map(program.submissions.map((one) => [one.code, one]));
    for (const { code, previous, earner, attempt } of program.submissions) {
      expect(credentialOf(code).code).toBe(code.slice(0, 3));
      if (previous === '') expect(attempt).toBe(1);
      else expect(submissions.get(previous)).toMatchObject({ earner, attempt: attempt - 1 });
    }
    for (const { submission, slot, place } of program.evidence) {
      expect(
        credentialOf(submission).evidenceSlots.map(({ id }) => id),
        place,
      ).toContain(slot);
    }
    for (const { submission, criterion, score } of program.priorFeedback) {
      const known = credentialOf(submission).rubric.criteria.find(({ id }) => id === criterion);
      if (criterion === '') expect(score).toBeNull();
      else expect(known?.levels.map((level) => level.score)).toContain(score);
    }
    for (const { submission, reviewer } of program.assignments) {
      expect(submissions.has(submission), submission).toBe(true);
      expect(program.people.find(({ account }) => account === reviewer)?.roles).toContain('reviewer');
    }
  });

  it('fills every required slot except that of the incomplete submission', () => {
    const gaps = program.submissions.flatMap(({ code }) =>
      credentialOf(code)
        .evidenceSlots.filter((slot) => slot.required)
        .filter((slot) => {
          const files = program.evidence.filter((one) => one.submission === code && one.slot === slot.id);
          return (
            files.filter((one) => slot.accepts.includes(mediaKindOf(one.mediaType))).length < slot.minimum
          );
        })
        .map((slot) => `${code}/${slot.id}`),
    );
    expect(gaps).toEqual([`${incomplete}/classroom-video`]);
  });

  it('puts only accepted kinds, and captions, into a slot', () => {
    for (const { submission, slot, mediaType, place } of program.evidence) {
      const accepts = credentialOf(submission).evidenceSlots.find(({ id }) => id === slot)?.accepts ?? [];
      expect([...accepts, 'captions'], place).toContain(mediaKindOf(mediaType));
    }
  });

  it('gives nobody work from their own school or district, and every second reader another person', () => {
    for (const { submission, reviewer } of program.assignments) {
      const person = program.people.find(({ account }) => account === reviewer);
      const work = program.submissions.find(({ code }) => code === submission);
      expect(person?.employer).not.toBe(work?.employer);
      expect(person?.district).not.toBe(work?.district);
    }
    const live = program.assignments.filter(({ kind }) => kind === 'live');
    const readers = Map.groupBy(live, ({ submission }) => submission);
    const twice = [...readers.values()].filter((all) => all.length === 2);
    expect(twice.length).toBeGreaterThanOrEqual(8);
    for (const all of readers.values())
      expect(new Set(all.map(({ reviewer }) => reviewer)).size).toBe(all.length);
  });

  it('gives the first reviewer a full desk: both micro-credentials, a second attempt, an incomplete one', () => {
    const mine = program.assignments.filter(
      ({ reviewer, kind }) => reviewer === firstReviewer && kind === 'live',
    );
    const codes = mine.map(({ submission }) => submission);
    expect(mine).toHaveLength(10);
    expect(new Set(codes.map((code) => code.slice(0, 3)))).toEqual(new Set(['WGQ', 'FWF']));
    expect(codes).toContain(incomplete);
    expect(
      codes.some((code) => program.submissions.some((one) => one.code === code && one.attempt === 2)),
    ).toBe(true);
    expect(mine.every(({ due }) => due.kind === 'after')).toBe(true);
  });

  it('gives the second attempt an earlier one with released feedback on every criterion', () => {
    const second = program.submissions.find(({ attempt }) => attempt === 2);
    expect(second?.changeNote.length).toBeGreaterThan(40);
    const told = program.priorFeedback.filter(({ submission }) => submission === second?.previous);
    const criteria = credentialOf(second?.previous ?? '').rubric.criteria.map(({ id }) => id);
    expect(told.map(({ criterion }) => criterion).sort()).toEqual(['', ...criteria].sort());
  });
});

describe('the media of the sample program', () => {
  const recordings = () =>
    program.evidence.filter(({ mediaType }) => ['video', 'audio'].includes(mediaKindOf(mediaType)));

  it('captions every recording, in order, over 45 to 90 seconds', () => {
    expect(recordings().length).toBeGreaterThan(20);
    for (const { path, place } of recordings()) {
      const captions = `${path.slice(0, path.lastIndexOf('.'))}.vtt`;
      const text = readFileSync(captions, 'utf8');
      expect(text.startsWith('WEBVTT\n\n'), place).toBe(true);
      expect(text, place).toMatch(/^<v [^>]+>/m);
      const end = expectOrdered(captions);
      expect(end, place).toBeGreaterThan(44);
      expect(end, place).toBeLessThan(90);
    }
  });

  it('has H.264 clips whose index comes first, and both kinds of WebM', () => {
    const codecs = recordings().map(({ path, mediaType, place }) => {
      const bytes = readFileSync(path);
      if (mediaType === 'video/webm') {
        expect(bytes.subarray(0, 4).toString('hex'), place).toBe('1a45dfa3');
        return bytes.includes('V_VP9') ? 'vp9' : bytes.includes('V_VP8') ? 'vp8' : 'unknown';
      }
      if (mediaType !== 'video/mp4') return mediaType;
      expect(bytes.toString('latin1', 4, 8), place).toBe('ftyp');
      expect(bytes.indexOf('moov'), place).toBeLessThan(bytes.indexOf('mdat'));
      expect(bytes.length, place).toBeLessThan(900_000);
      return bytes.includes('avc1') ? 'h264' : 'unknown';
    });
    expect(codecs).not.toContain('unknown');
    expect(new Set(codecs)).toEqual(new Set(['h264', 'vp9', 'vp8', 'audio/mp4', 'audio/mpeg']));
    expect(codecs.filter((codec) => codec === 'h264').length).toBeGreaterThanOrEqual(12);
  });

  it('has PDFs of two to five pages', async () => {
    for (const { path, place, mediaType } of program.evidence) {
      if (mediaType !== 'application/pdf') continue;
      const pages = (await PDFDocument.load(readFileSync(path))).getPageCount();
      expect(pages, place).toBeGreaterThanOrEqual(2);
      expect(pages, place).toBeLessThanOrEqual(5);
    }
  });

  it('brings speech that becomes a recording of more than 42 MB, with captions for all of it', () => {
    const long = statSync(join(sample, 'long-discussion.ulaw')).size / 8000;
    const bytesPerSecond = 48_000 * 2 * 2;
    expect(long * bytesPerSecond).toBeGreaterThan(42_000_000);
    const end = expectOrdered(join(sample, 'long-discussion.vtt'));
    expect(end).toBeLessThanOrEqual(long);
    expect(end).toBeGreaterThan(long - 5);
  });

  it('stays under 19 MB', () => {
    expect(bytesIn(sample)).toBeLessThan(19_000_000);
  });
});
