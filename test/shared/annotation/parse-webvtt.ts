type Cue = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly voice: string;
  readonly text: string;
};

const seconds = (clock: string): number => {
  const parts = /^(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})$/.exec(clock);
  if (parts === null) throw new Error(`no WebVTT time: ${clock}`);
  const [, hours, minutes, whole, thousandths] = parts.map(Number);
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(whole) + Number(thousandths) / 1000;
};

const unescaped = (text: string): string => {
  if (/<|>|&(?!amp;|lt;|gt;)/.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
};

/** A strict reader of WebVTT files whose cues have a name and one voice, by section 4 of the W3C specification. */
export const parseWebVtt = (file: string): Cue[] => {
  const [header, ...blocks] = file.replace(/\n$/, '').split(/\n\n+/);
  if (!/^WEBVTT([ \t][^\n]*)?$/.test(header ?? '') || header?.includes('-->'))
    throw new Error(`no header: ${header}`);
  return blocks.flatMap((block) => {
    const [id = '', times = '', ...lines] = block.split('\n');
    if (/^NOTE($|[ \t])/.test(id)) {
      if (block.includes('-->')) throw new Error('a time in a note');
      return [];
    }
    const [start, end, ...more] = times.split(' --> ');
    const span = /^<v ([^>\n]+)>(.*)<\/v>$/s.exec(lines.join('\n'));
    if (id === '' || id.includes('-->') || more.length > 0 || span === null)
      throw new Error(`no cue: ${block}`);
    const [, voice = '', text = ''] = span;
    return [
      {
        id,
        start: seconds(start ?? ''),
        end: seconds(end ?? ''),
        voice: unescaped(voice),
        text: unescaped(text),
      },
    ];
  });
};
