import { isUtf8 } from 'node:buffer';

/** Bytes that are not UTF-8 text, with what they are instead where that can be told. */
export class NotUtf8Error extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotUtf8Error';
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The bytes in blocks that end with a line, checked to be UTF-8, without the byte order mark. Throws NotUtf8Error that
 * names the line. Takes memory for one chunk and the longest line.
 */
export async function* utf8Blocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let line = 1;
  let first = true;
  const checked = (block: Buffer): Buffer => {
    const text = first ? withoutMark(block) : block;
    first = false;
    if (text.includes(0)) throw new NotUtf8Error('it is not a text file, or is UTF-16 text');
    if (!isUtf8(text)) throw new NotUtf8Error(`line ${badLine(text, line)} is not UTF-8 text`);
    line += linesIn(text);
    return text;
  };
  for await (const chunk of chunks) {
    const end = Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn)) + 1;
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    const block = Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = [chunk.subarray(end)];
    yield checked(block);
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield checked(last);
}

const withoutMark = (start: Buffer): Buffer => {
  const [first, second, third] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new NotUtf8Error('it is UTF-16 text');
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? start.subarray(3) : start;
};

const linesIn = (block: Buffer): number => {
  let count = 0;
  for (let at = block.indexOf(lineFeed); at !== -1; at = block.indexOf(lineFeed, at + 1)) count += 1;
  return count;
};

const badLine = (block: Buffer, firstLine: number): number => {
  let line = firstLine;
  let from = 0;
  for (let at = block.indexOf(lineFeed); at !== -1; at = block.indexOf(lineFeed, from)) {
    if (!isUtf8(block.subarray(from, at))) return line;
    from = at + 1;
    line += 1;
  }
  return line;
};
