import { createHash } from 'node:crypto';

/** A body is the object as PDF writes it; */
export type PdfObject = {
  readonly body: string;
  /** Makes the object a stream; `/Length` is added. */
  readonly stream?: Uint8Array;
};

type Guard = { readonly userPassword: string; readonly ownerPassword: string; readonly id: Uint8Array };

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A literal string, its brackets escaped. */
export const pdfString = (text: string): string => `(${text.replace(/[\\()]/g, '\\$&')})`;

const hex = (bytes: Uint8Array): string => `<${Buffer.from(bytes).toString('hex')}>`;

/**
 * Writes objects 1…n as a PDF 1.7 file with a classic cross-reference table. The first object is the catalog. Nothing in
 * the file depends on the time or on chance, so the same objects give the same bytes.
 */
export const writePdf = (objects: readonly PdfObject[], trailer = ''): Uint8Array => {
  const parts: Buffer[] = [latin1('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    at += part.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(at);
    push(bytesOf(index + 1, object));
  }
  const start = at;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = objects.length + 1;
  push(latin1(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`));
  push(latin1(`trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
};

const bytesOf = (number: number, { body, stream }: PdfObject): Buffer => {
  if (stream === undefined) return latin1(`${number} 0 obj\n${body}\nendobj\n`);
  const dictionary = body.replace(/>>\s*$/, `/Length ${stream.length} >>`);
  return Buffer.concat([
    latin1(`${number} 0 obj\n${dictionary}\nstream\n`),
    stream,
    latin1('\nendstream\nendobj\n'),
  ]);
};

/** ISO 32000-1, 7.6.3.3: what passwords are filled up with. */
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const padded = (password: string): Buffer => Buffer.concat([latin1(password), padding]).subarray(0, 32);
const md5 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RC4. OpenSSL keeps it only in a provider that is not loaded. */
const rc4 = (key: Uint8Array, data: Uint8Array): Buffer => {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number): void => {
    const kept = state[a] ?? 0;
    state[a] = state[b] ?? 0;
    state[b] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] ?? 0)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
    }),
  );
};

const rc4Twenty = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  let turned: Uint8Array = data;
  for (let round = 0; round < 20; round += 1) {
    turned = rc4(
      key.map((byte) => byte ^ round),
      turned,
    );
  }
  return turned;
};

const digestFifty = (first: Buffer): Buffer => {
  let digest = first;
  for (let round = 0; round < 50; round += 1) digest = md5(digest);
  return digest;
};

/** Printing is allowed, copying and changing are not: what an owner password usually means. */
const permissions = -3904 + 4;

/**
 * The same file, encrypted by the standard security handler, revision 3 (RC4, 128 bits; ISO 32000-1, 7.6.3). With an
 * empty user password it opens without asking and only its permissions are restricted. Streams are encrypted; string
 * objects are not supported and must not stand in the objects.
 */
export const writeEncryptedPdf = (objects: readonly PdfObject[], guard: Guard): Uint8Array => {
  const ownerKey = digestFifty(md5(padded(guard.ownerPassword || guard.userPassword)));
  const owner = rc4Twenty(ownerKey, padded(guard.userPassword));
  const flags = Buffer.alloc(4);
  flags.writeInt32LE(permissions);
  const key = digestFifty(md5(padded(guard.userPassword), owner, flags, guard.id));
  const user = Buffer.concat([rc4Twenty(key, md5(padding, guard.id)), Buffer.alloc(16)]);
  const encrypted = objects.map(({ body, stream }, index): PdfObject => {
    if (stream === undefined) return { body };
    const number = index + 1;
    const objectKey = md5(key, Uint8Array.of(number & 255, (number >> 8) & 255, (number >> 16) & 255, 0, 0));
    return { body, stream: rc4(objectKey, stream) };
  });
  const lock = `<< /Filter /Standard /V 2 /R 3 /Length 128 /P ${permissions} /O ${hex(owner)} /U ${hex(user)} >>`;
  const trailer = `/Encrypt ${encrypted.length + 1} 0 R /ID [${hex(guard.id)} ${hex(guard.id)}]`;
  return writePdf([...encrypted, { body: lock }], trailer);
};
