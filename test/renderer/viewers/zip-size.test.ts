import { Document, Packer, Paragraph } from 'docx';
import { describe, expect, it } from 'vitest';
import { entryText, unpackedSize, zipEntries } from '../../../renderer/viewers/zip-size.ts';
import { bombDocx, lyingBombDocx, remoteDocx } from '../../corpus/odd-documents.ts';
import { writeZip } from '../../corpus/zip-writer.ts';

const megabyte = 1_000_000;

const entriesOf = (bytes: Uint8Array) => {
  const entries = zipEntries(bytes);
  if (entries === null) throw new Error('not a zip');
  return entries;
};

describe('what a .docx unpacks to', () => {
  it('is what its entries really hold', async () => {
    const words = 'The teacher waits. '.repeat(20_000);
    const bytes = new Uint8Array(
      await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph(words)] }] })),
    );
    const entries = entriesOf(bytes);
    const claimed = entries.reduce((sum, { claimedSize }) => sum + claimedSize, 0);
    expect(await unpackedSize(bytes, entries, 100 * megabyte)).toBe(claimed);
    expect(claimed).toBeGreaterThan(words.length);
  });

  it('is counted no further than the limit, whatever the directory says', async () => {
    const bytes = lyingBombDocx();
    const entries = entriesOf(bytes);
    expect(entries.reduce((sum, { claimedSize }) => sum + claimedSize, 0)).toBeLessThan(megabyte);
    const counted = await unpackedSize(bytes, entries, 5 * megabyte);
    expect(counted).toBeGreaterThan(5 * megabyte);
    expect(counted).toBeLessThan(50 * megabyte);
  });

  it('is claimed by the directory before anything is unpacked', () => {
    const claimed = entriesOf(bombDocx()).map(({ claimedSize }) => claimedSize);
    expect(Math.max(...claimed)).toBeGreaterThan(4000 * megabyte);
  });

  it('can be read as text, entry by entry', async () => {
    const bytes = remoteDocx('http://127.0.0.1:9');
    const main = entriesOf(bytes).find(({ name }) => name === 'word/document.xml');
    if (main === undefined) throw new Error('no document');
    expect(await entryText(bytes, main, megabyte)).toContain('The words stay readable.');
  });

  it('is unknown for a file that is no zip, or is cut off, and throws for a damaged entry', async () => {
    const whole = writeZip([{ name: 'a.txt', content: 'The class waits. '.repeat(50) }]);
    expect(
      zipEntries(new TextEncoder().encode('a letter, not an archive, whatever its name says')),
    ).toBeNull();
    expect(zipEntries(whole.slice(0, whole.length - 30))).toBeNull();
    const damaged = whole.slice();
    // A kind of block that there is not.
    damaged[35] = 0x07;
    await expect(unpackedSize(damaged, entriesOf(damaged), megabyte)).rejects.toThrow();
  });
});
