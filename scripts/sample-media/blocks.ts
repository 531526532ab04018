/** The small part of Markdown that the written documents use, as blocks for the PDF and .docx writers. */
export type Run = { readonly text: string; readonly bold: boolean };
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Run[])[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'page-break' };
export type PaperDocument = {
  /** Rows of the small table at the top: grade, unit, date … */
  readonly facts: readonly (readonly [string, string])[];
  /** Header settings that are no facts: `format`, `file`, `design`. */
  readonly settings: ReadonlyMap<string, string>;
  readonly blocks: readonly Block[];
};

const SETTINGS = new Set(['format', 'file', 'design']);

function runsOf(text: string): Run[] {
  return text
    .split('**')
    .map((part, index) => ({ text: part, bold: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function blockOf(chunk: readonly string[]): Block[] {
  const first = chunk[0] ?? '';
  const heading = /^(#{1,3}) (.*)$/.exec(first);
  if (heading !== null) {
    const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
    return [
      { kind: 'heading', level, text: heading[2] ?? '' },
      ...(chunk.length > 1 ? blockOf(chunk.slice(1)) : []),
    ];
  }
  if (first === '---') return [{ kind: 'page-break' }];
  if (first.startsWith('|')) {
    const [header, , ...rows] = chunk.map(cellsOf);
    return [{ kind: 'table', header: header ?? [], rows }];
  }
  const item = /^(?:-|\d+\.) /;
  if (item.test(first)) {
    return [
      {
        kind: 'list',
        ordered: !first.startsWith('-'),
        items: chunk.map((line) => runsOf(line.replace(item, ''))),
      },
    ];
  }
  return [{ kind: 'paragraph', runs: runsOf(chunk.join(' ')) }];
}

/** `Key: value` lines up to the first blank line, then blocks parted by blank lines. */
export function parsePaper(text: string): PaperDocument {
  const chunks = text
    .trim()
    .split(/\n\s*\n/)
    .map((chunk) => chunk.split('\n').map((line) => line.trim()));
  const pairs = (chunks[0] ?? []).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
  });
  return {
    facts: pairs.filter(([key]) => !SETTINGS.has(key)),
    settings: new Map(pairs.filter(([key]) => SETTINGS.has(key))),
    blocks: chunks.slice(1).flatMap(blockOf),
  };
}
