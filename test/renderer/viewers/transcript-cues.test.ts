import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCues } from '../../../renderer/viewers/parse-cues.ts';
import {
  cueBefore,
  cueOfOffset,
  findWords,
  placeOfWords,
  timesOf,
  transcriptOf,
} from '../../../renderer/viewers/transcript-text.ts';
import { locatorSchema } from '../../../shared/domain/locator.ts';

const stamp = (seconds: number): string => {
  const ms = Math.round(seconds * 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = Math.floor(ms / 3_600_000);
  const rest = `${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${two(hours)}:${rest}` : rest;
};

const words = fc.stringMatching(/^[a-zäé0-9 ,.!?'…💡]{1,40}$/u).filter((text) => text.trim() !== '');
const cue = fc.record({
  start: fc.nat(11_000_000).map((ms) => ms / 1000),
  length: fc.nat(20_000).map((ms) => ms / 1000),
  speaker: fc.option(fc.stringMatching(/^[A-Z][a-z]{0,8}( [A-Z][a-z]{0,8})?$/)),
  text: words,
});

describe('captions', () => {
  it('come back as they were written, however the lines end, with a byte order mark or without', () => {
    fc.assert(
      fc.property(
        fc.array(cue, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        (cues, end, mark, numbered) => {
          const sorted = cues.toSorted((a, b) => a.start - b.start);
          const blocks = sorted.map(({ start, length, speaker, text }, at) =>
            [
              ...(numbered ? [String(at + 1)] : []),
              `${stamp(start)} --> ${stamp(start + length)} line:90% align:start`,
              `${speaker === null ? '' : `<v ${speaker}>`}${text}`,
            ].join(end),
          );
          const file = (mark ? '\ufeff' : '') + ['WEBVTT', ...blocks].join(end + end) + end;
          expect(parseCues(file)).toEqual(
            sorted.map(({ start, length, speaker, text }) => ({
              start,
              end: Math.round((start + length) * 1000) / 1000,
              speaker,
              text: text.replace(/\s+/g, ' ').trim(),
            })),
          );
        },
      ),
    );
  });

  it('lose their styling, their notes and their entities, not their words', () => {
    const file = `WEBVTT - a class
Kind: captions

NOTE made by hand
--

STYLE
::cue { color: lime }

REGION
id:fred

intro
00:01.000 --> 00:02.500 position:10%
<v.loud Ms. O&apos;Neil><c.yellow.bg_blue>Why</c> <i>do</i> <00:01.500>we
&lt;really&gt; &amp; truly<lang en> ask</lang>?</v>

01:00:00.000 --> 01:00:01.000
<v Amir>Because.<v Lea>No, &#x1F4A1; because!

00:03.000 --> 00:04.000

00:61.000 --> 00:05.000
no such time
`;
    expect(parseCues(file)).toEqual([
      { start: 1, end: 2.5, speaker: "Ms. O'Neil", text: 'Why do we <really> & truly ask?' },
      { start: 3600, end: 3601, speaker: 'Amir', text: 'Because.' },
      { start: 3600, end: 3601, speaker: 'Lea', text: 'No, 💡 because!' },
    ]);
  });

  it('are not read from other files', () => {
    expect(parseCues('1\n00:00:01,000 --> 00:00:02,000\nSubRip')).toBeNull();
    expect(parseCues('WEBVTTX\n\n00:01.000 --> 00:02.000\nno')).toBeNull();
    expect(parseCues('')).toBeNull();
    expect(parseCues('WEBVTT')).toEqual([]);
  });

  it('survive any text behind the first line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 80 }), (junk, payload) => {
        for (const { start, end, text } of parseCues(
          `WEBVTT\n\n${junk}\n00:01.000 --> 00:02.000\n${payload}`,
        ) ?? []) {
          expect(end).toBeGreaterThanOrEqual(start);
          expect(text.trim()).toBe(text);
          expect(text).not.toBe('');
        }
      }),
    );
  });
});

describe('the transcript', () => {
  const transcript = transcriptOf([
    { start: 1, end: 3, speaker: 'A', text: 'Why did the dough rise?' },
    { start: 3, end: 6, speaker: 'B', text: 'Because of the' },
    { start: 4, end: 5, speaker: 'A', text: 'Go on.' },
    { start: 6, end: 8, speaker: 'B', text: 'yeast in it.' },
  ]);
  const at = (phrase: string) => {
    const from = transcript.text.indexOf(phrase);
    return { from, to: from + phrase.length };
  };

  it('knows which caption began last, and in which caption an offset lies', () => {
    expect([0.5, 1, 3.5, 5.9, 100].map((time) => cueBefore(transcript, time))).toEqual([-1, 0, 1, 2, 3]);
    for (const [cue, start] of transcript.starts.entries()) {
      expect(cueOfOffset(transcript, start)).toBe(cue);
      expect(cueOfOffset(transcript, start + (transcript.cues[cue]?.text.length ?? 0))).toBe(cue);
    }
  });

  it('gives selected words a time from the first caption’s start to the last end among them', () => {
    expect(timesOf(transcript, at('of the\nGo on.'))).toEqual({ start: 3, end: 6 });
    const place = placeOfWords(transcript, at(' dough rise?\nBecause '));
    expect(place).toMatchObject({ kind: 'time', start: 1, end: 6, region: null });
    expect(place?.quote?.exact).toBe('dough rise?\nBecause');
    expect(locatorSchema.parse(place)).toEqual(place);
    expect(placeOfWords(transcript, { from: 3, to: 4 })).toBeNull();
  });

  it('is searched whatever the case, and over the end of a caption', () => {
    expect(findWords(transcript.text, 'THE  dough')).toEqual([at('the dough')]);
    expect(findWords(transcript.text, 'because of the go')).toEqual([at('Because of the\nGo')]);
    expect(findWords(transcript.text, 'rise?')).toHaveLength(1);
    expect(findWords(transcript.text, '.*')).toEqual([]);
    expect(findWords(transcript.text, '  ')).toEqual([]);
  });

  it('finds every word it holds', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), fc.nat(7), (texts, pick) => {
        const spoken = texts.map((text) => text.replace(/\s+/g, ' ').trim());
        const made = transcriptOf(
          spoken.map((text, start) => ({ start, end: start + 1, speaker: null, text })),
        );
        const wanted = spoken[pick % spoken.length] ?? '';
        const found = findWords(made.text, wanted);
        expect(found.length).toBeGreaterThan(0);
        for (const { from, to } of found)
          expect(made.text.slice(from, to).toLowerCase().replace(/\s+/g, ' ')).toBe(wanted.toLowerCase());
      }),
    );
  });
});
