import { Document, Packer, Paragraph } from 'docx';
import { describe, expect, it } from 'vitest';
import { unzippedSize } from '../../../renderer/viewers/zip-size.ts';

describe('what a .docx unpacks to', () => {
  it('is read from its directory without unpacking', async () => {
    const short = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('Short')] }] }));
    const words = 'The teacher waits. '.repeat(20_000);
    const long = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph(words)] }] }));
    expect(unzippedSize(new Uint8Array(short))).toBeGreaterThan(short.length / 2);
    expect(unzippedSize(new Uint8Array(long))).toBeGreaterThan(words.length);
  });

  it('is unknown for a file that is no zip, or is cut off', async () => {
    const whole = new Uint8Array(await Packer.toBuffer(new Document({ sections: [] })));
    expect(
      unzippedSize(new TextEncoder().encode('a letter, not an archive, whatever its name says')),
    ).toBeNull();
    expect(unzippedSize(whole.slice(0, whole.length - 30))).toBeNull();
  });
});
