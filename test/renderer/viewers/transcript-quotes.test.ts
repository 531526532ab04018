import { describe, expect, it } from 'vitest';
import type { Cue } from '../../../renderer/viewers/parse-cues.ts';
import { createQuoteFinder, placesByCue } from '../../../renderer/viewers/transcript-quotes.ts';
import { placeOfWords, type TimeLocator, transcriptOf } from '../../../renderer/viewers/transcript-text.ts';
import type { ViewerMark } from '../../../renderer/viewers/viewer.ts';

const cues: readonly Cue[] = [
  { start: 0, end: 2, speaker: 'Teacher', text: 'What do you notice about the shadow?' },
  { start: 2, end: 4, speaker: 'Ada', text: 'Good question.' },
  { start: 4, end: 7, speaker: 'Teacher', text: 'Say more about the shadow on the carpet.' },
  { start: 7, end: 9, speaker: 'Ada', text: 'Good question.' },
];
const transcript = transcriptOf(cues);

const mark = (locator: TimeLocator): ViewerMark => ({ id: 'm', title: 'A', letters: 'A', tone: 1, locator });
const quoted = (phrase: string, nth = 0): TimeLocator => {
  const from = [...transcript.text.matchAll(new RegExp(phrase, 'g'))][nth]?.index ?? -1;
  const place = placeOfWords(transcript, { from, to: from + phrase.length });
  if (place === null) throw new Error(`${phrase} is not said`);
  return place;
};

describe('a quote from the captions', () => {
  it('is found where it was said, also when the same words are said twice', () => {
    const finder = createQuoteFinder(transcript);
    for (const [nth, start] of [
      [0, 2],
      [1, 7],
    ] as const) {
      const place = finder.find(mark(quoted('Good question.', nth)));
      expect(place).toMatchObject({ state: 'found', saidThen: true });
      expect(transcript.cues.findIndex((cue) => cue.start === start)).toBe(
        transcript.starts.indexOf(place?.from ?? -1),
      );
    }
  });

  it('is found again when the captions were corrected or shifted, and then counts as moved', () => {
    const corrected = transcriptOf(
      cues.map((cue) => ({ ...cue, text: cue.text.replace('What do you', 'So what did you') })),
    );
    const said = quoted('about the shadow on the carpet');
    const apart = quoted('Good question.', 1);
    expect(createQuoteFinder(corrected).find(mark(apart))).toMatchObject({ state: 'found' });
    const wrapped = quoted('you notice about the shadow');
    expect(createQuoteFinder(corrected).find(mark(wrapped))).toMatchObject({
      state: 'moved',
      saidThen: true,
    });
    const later = transcriptOf(cues.map((cue) => ({ ...cue, start: cue.start + 30, end: cue.end + 30 })));
    expect(createQuoteFinder(later).find(mark(said))).toMatchObject({ state: 'moved', saidThen: false });
  });

  it('that nobody says any more is not found', () => {
    const other = transcriptOf([{ start: 0, end: 9, speaker: null, text: 'Something else entirely.' }]);
    expect(createQuoteFinder(other).find(mark(quoted('about the shadow on the carpet')))).toBeNull();
    expect(createQuoteFinder(transcript).find(mark({ ...quoted('Say more'), quote: null }))).toBeNull();
  });

  it('over several captions is drawn in each of them', () => {
    const place = createQuoteFinder(transcript).find(mark(quoted('question.\nSay more about')));
    expect(place).not.toBeNull();
    expect([...placesByCue(transcript, place === null ? [] : [place]).keys()]).toEqual([1, 2]);
  });
});
