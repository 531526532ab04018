import { format } from './format.ts';

/** 1:02.45: hundredths of a second, for places that are being chosen. */
const exactTime = (seconds: number): string => {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  return `${format.duration(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`;
};

const exactSpan = (start: number, end: number | null): string =>
  end === null ? exactTime(start) : `${exactTime(start)}–${exactTime(end)}`;

const setAside = 'If scoring depends on it, set the submission aside and name this file.';

const share = (part: number): string => format.percent(Math.round(part * 100), 100);

/** The words of the video and audio viewers. */
export const viewerMedia = {
  transcript: 'Transcript',
  setStart: 'Begin a range here',
  setEnd: 'End the range here',
  loop: 'Play the range over and over',

  exactTime,
  exactSpan,
  rangeSet: (start: number, end: number) => `Range ${exactSpan(start, end)}`,
  rangeBegun: (time: number) => `Range begins at ${exactTime(time)}`,
  rangeEnds: (time: number) => `Range ends at ${exactTime(time)}`,
  rangeStart: 'Start of the range',
  rangeEnd: 'End of the range',
  rangeCleared: 'Range cleared.',
  looping: (start: number, end: number) => `Playing ${exactSpan(start, end)} over and over`,
  stopLoop: 'Stop playing over and over',
  loopStopped: 'Playing on.',
  nothingToLoop: 'Set a range first, or go to a citation that has one.',

  marksHint:
    'Left and Right go to other citations, Enter jumps there. Alt with Left or Right moves the citation, with Shift by a second. Up and Down choose its start, its end or all of it.',
  marksFixedHint: 'Left and Right go to other citations, Enter jumps there.',
  markStart: (title: string) => `Start of ${title}`,
  markEnd: (title: string) => `End of ${title}`,
  clusterTitle: (count: number, title: string, at: number) =>
    `${format.number(count)} citations here. ${format.number(at)}: ${title}`,
  clusterCount: (count: number) => format.number(count),
  moved: (start: number, end: number | null) => `Moved to ${exactSpan(start, end)}`,
  moveCancelled: 'Not moved.',

  markArea: 'Mark an area of the picture',
  areaBox: 'Area to mark',
  areaHint: 'Drag over the picture, or: arrows move, Shift+arrows resize, Enter keeps, Escape leaves.',
  areaAt: (x: number, y: number, width: number, height: number) =>
    `${share(x / 100)} from the left, ${share(y / 100)} from the top, ${share(width / 100)} wide, ${share(height / 100)} high`,
  areaKept: 'Area marked. Cite it now.',
  areaLeft: 'No area marked.',
  clearArea: 'Clear the marked area',

  noTranscript: 'This file has no captions, so there is no transcript.',
  transcriptFailed: 'The captions of this file could not be read, so there is no transcript.',
  transcriptEmpty: 'The captions of this file have no words.',
  transcriptLoading: 'Reading the captions',
  transcriptHint: 'Select words to cite them (Shift+→)',
  transcriptLines: 'Captions by time',
  goTo: (time: number, speaker: string | null) =>
    speaker === null ? `Go to ${format.duration(time)}` : `Go to ${format.duration(time)}, ${speaker}`,
  time: (seconds: number) => format.duration(seconds),
  follow: 'Follow what is said',
  findInTranscript: 'Find in the transcript',
  findPlaceholder: 'Find words',
  findCount: (at: number, matches: number) => `${format.number(at)} of ${format.number(matches)}`,
  findNothing: 'No match',
  closeTranscript: 'Close the transcript',
  quoted: (letters: string) => (letters === '' ? 'Cited' : `Cited for ${letters}`),

  noSound: 'There is no sound in this file',
  soundNotPlayed: (codec: string) => `The sound of this file (${codec}) cannot be played here`,
  soundOnly: 'This file has sound and no picture.',
  cutOff: (present: number) =>
    `This file is cut off: only the first ${share(present)} of it is there. Try again to go back to what can be played. ${setAside}`,
  cutOffNotice: (present: number) => `This file is cut off: only the first ${share(present)} of it is there.`,

  emptyFile: `This file is empty: it holds not a single byte. ${setAside}`,
  codec: (codec: string) =>
    `The file itself is fine, but it is written as ${codec}, which cannot be played on this computer. Ask your lead for a version that plays: the hub can serve one (H.264 or VP9). ${setAside}`,
  noIndex: `This file is cut off or was never finished: the index that says where its pictures and sounds are is missing, so nothing of it can be played. ${setAside}`,
  damaged: `It is damaged: its contents are not what its index says. Try again; if it stays so, set the submission aside and name this file.`,
  unreadable: (why: string | null) =>
    why === null
      ? 'It could not be read from this computer’s evidence. Try again; if it stays so, remove and download this file again on the sync screen.'
      : `It could not be read from this computer’s evidence. ${why}`,
  looking: 'It does not play. Finding out why…',
};
