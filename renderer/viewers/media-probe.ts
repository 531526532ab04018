/** A track of a media file: what it holds and how that is written, by the container's own name ("hvc1", "V_VP9"). */
export type MediaTrack = { readonly kind: 'video' | 'audio' | 'other'; readonly codec: string };

/** What the head of a file says about the whole, without playing it. */
export type MediaProbe = {
  readonly container: 'mp4' | 'webm' | 'wav' | 'other';
  readonly tracks: readonly MediaTrack[];
  /** The index that a player needs is there, as far as one is needed. */
  readonly indexed: boolean;
  /** The part of the file that is there, 0–1: less than 1 when it ends before its own length. */
  readonly present: number;
};

/** Reads bytes of a file; fewer at its end. */
export type ReadBytes = (start: number, length: number) => Promise<Uint8Array>;

const pageSize = 16_384;

/** Boxes looked at on one level before a file counts as made of too many pieces (a live recording has thousands). */
const mostBoxes = 64;

/** Reads in pages, each asked for once: what is looked at lies close together. */
const pagedReader = (read: ReadBytes, size: number) => {
  const pages = new Map<number, Promise<Uint8Array>>();
  const page = (at: number): Promise<Uint8Array> => {
    const known = pages.get(at);
    const asked = known ?? read(at * pageSize, Math.min(pageSize, size - at * pageSize));
    pages.set(at, asked);
    return asked;
  };
  return async (start: number, length: number): Promise<DataView> => {
    const end = Math.min(size, start + length);
    const bytes = new Uint8Array(Math.max(0, end - start));
    for (let at = start; at < end; ) {
      const from = Math.floor(at / pageSize);
      const part = (await page(from)).subarray(at - from * pageSize, end - from * pageSize);
      if (part.length === 0) break;
      bytes.set(part, at - start);
      at += part.length;
    }
    return new DataView(bytes.buffer);
  };
};

type Pages = ReturnType<typeof pagedReader>;

const letters = (view: DataView, at: number): string =>
  at + 4 > view.byteLength
    ? ''
    : String.fromCharCode(
        view.getUint8(at),
        view.getUint8(at + 1),
        view.getUint8(at + 2),
        view.getUint8(at + 3),
      );

type Box = { readonly name: string; readonly body: number; readonly end: number };

/** The boxes of an MP4 between two offsets (ISO/IEC 14496-12). The last one may end behind `end`: the file is cut off. */
const boxesOf = async (pages: Pages, from: number, end: number): Promise<Box[]> => {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= end && boxes.length < mostBoxes; ) {
    const head = await pages(at, 16);
    if (head.byteLength < 8) break;
    const short = head.getUint32(0);
    const long = short === 1 && head.byteLength >= 16;
    const size = long ? Number(head.getBigUint64(8)) : short === 0 ? end - at : short;
    if (size < 8) break;
    boxes.push({ name: letters(head, 4), body: at + (long ? 16 : 8), end: at + size });
    at += size;
  }
  return boxes;
};

const childOf = async (pages: Pages, box: Box | undefined, name: string): Promise<Box | undefined> =>
  box === undefined ? undefined : (await boxesOf(pages, box.body, box.end)).find((one) => one.name === name);

const trackOf = async (pages: Pages, trak: Box): Promise<MediaTrack> => {
  const mdia = await childOf(pages, trak, 'mdia');
  const hdlr = await childOf(pages, mdia, 'hdlr');
  const handler = hdlr === undefined ? '' : letters(await pages(hdlr.body, 12), 8);
  const stbl = await childOf(pages, await childOf(pages, mdia, 'minf'), 'stbl');
  const stsd = await childOf(pages, stbl, 'stsd');
  const codec = stsd === undefined ? '' : letters(await pages(stsd.body, 16), 12);
  return { kind: handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other', codec };
};

const probeMp4 = async (pages: Pages, size: number): Promise<MediaProbe> => {
  const boxes = await boxesOf(pages, 0, size);
  const moov = boxes.find(({ name }) => name === 'moov');
  const traks = moov === undefined ? [] : await boxesOf(pages, moov.body, Math.min(moov.end, size));
  const tracks: MediaTrack[] = [];
  for (const trak of traks) if (trak.name === 'trak') tracks.push(await trackOf(pages, trak));
  const declared = Math.max(size, ...boxes.map(({ end }) => end));
  return {
    container: 'mp4',
    tracks,
    indexed: moov !== undefined && moov.end <= size,
    present: size / declared,
  };
};

/** A number of EBML (RFC 8794): its length in bytes, and its value; null when it says "not known". */
const variableInt = (
  view: DataView,
  at: number,
  keepMarker: boolean,
): { readonly length: number; readonly value: number | null } => {
  const first = at < view.byteLength ? view.getUint8(at) : 0;
  const length = first === 0 ? 9 : Math.clz32(first) - 23;
  if (length > 8 || at + length > view.byteLength) return { length: 9, value: null };
  let value = keepMarker ? first : first & (0xff >> length);
  let unknown = (first & (0xff >> length)) === 0xff >> length;
  for (let byte = 1; byte < length; byte += 1) {
    const next = view.getUint8(at + byte);
    unknown &&= next === 0xff;
    value = value * 256 + next;
  }
  return { length, value: unknown && !keepMarker ? null : value };
};

type Element = { readonly id: number; readonly body: number; readonly end: number | null };

const elementsOf = (view: DataView, from: number, end: number): Element[] => {
  const elements: Element[] = [];
  for (let at = from; at < end && elements.length < mostBoxes; ) {
    const id = variableInt(view, at, true);
    const size = variableInt(view, at + id.length, false);
    const body = at + id.length + size.length;
    if (id.value === null || body > view.byteLength) break;
    elements.push({ id: id.value, body, end: size.value === null ? null : body + size.value });
    if (size.value === null) break;
    at = body + size.value;
  }
  return elements;
};

const ebml = {
  head: 0x1a45dfa3,
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  entry: 0xae,
  type: 0x83,
  codec: 0x86,
};

const asciiOf = (view: DataView, from: number, end: number): string =>
  String.fromCharCode(
    ...new Uint8Array(view.buffer, from, Math.max(0, Math.min(end, view.byteLength) - from)),
  );

const probeWebm = async (pages: Pages, size: number): Promise<MediaProbe> => {
  const view = await pages(0, 262_144);
  const segment = elementsOf(view, 0, view.byteLength).find(({ id }) => id === ebml.segment);
  const top = segment === undefined ? [] : elementsOf(view, segment.body, segment.end ?? view.byteLength);
  const list = top.find(({ id }) => id === ebml.tracks);
  const entries = list === undefined ? [] : elementsOf(view, list.body, list.end ?? view.byteLength);
  const tracks = entries
    .filter(({ id }) => id === ebml.entry)
    .map((entry): MediaTrack => {
      const fields = elementsOf(view, entry.body, entry.end ?? view.byteLength);
      const type = fields.find(({ id }) => id === ebml.type);
      const codec = fields.find(({ id }) => id === ebml.codec);
      const kind = type === undefined || type.body >= view.byteLength ? 0 : view.getUint8(type.body);
      return {
        kind: kind === 1 ? 'video' : kind === 2 ? 'audio' : 'other',
        codec: codec === undefined ? '' : asciiOf(view, codec.body, codec.end ?? codec.body),
      };
    });
  const declared = segment?.end ?? size;
  return { container: 'webm', tracks, indexed: list !== undefined, present: Math.min(1, size / declared) };
};

const probeWav = async (pages: Pages, size: number): Promise<MediaProbe> => {
  const declared = (await pages(4, 4)).getUint32(0, true) + 8;
  // Recorders that never came back to write the length leave 0 or the largest number.
  const known = declared > 8 && declared < 0xffffff00;
  return {
    container: 'wav',
    tracks: [{ kind: 'audio', codec: 'WAVE' }],
    indexed: true,
    present: known ? Math.min(1, size / declared) : 1,
  };
};

/** What a media file says about itself. Reads its index only, wherever that lies; throws what `read` throws. */
export const probeMedia = async (read: ReadBytes, size: number): Promise<MediaProbe> => {
  const pages = pagedReader(read, size);
  const head = await pages(0, 12);
  if (head.byteLength >= 12 && letters(head, 0) === 'RIFF' && letters(head, 8) === 'WAVE')
    return probeWav(pages, size);
  if (head.byteLength >= 4 && head.getUint32(0) === ebml.head) return probeWebm(pages, size);
  const first = letters(head, 4);
  if (['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot'].includes(first)) return probeMp4(pages, size);
  return { container: 'other', tracks: [], indexed: true, present: 1 };
};
