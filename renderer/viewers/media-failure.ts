import type { MediaProbe, MediaTrack } from './media-probe.ts';

/** Why something does not play, as far as it can be told. */
export type MediaFailure =
  | { readonly kind: 'empty' }
  /** Sound fine: this program cannot read how it is written. */
  | { readonly kind: 'codec'; readonly codec: string }
  | { readonly kind: 'cut-off'; readonly present: number }
  /** The index that says where everything is, is missing: nothing can be played. */
  | { readonly kind: 'no-index' }
  | { readonly kind: 'damaged' }
  /** The file itself could not be read here; `why` is the sentence the program gave, if it gave one. */
  | { readonly kind: 'unreadable'; readonly why: string | null };

const names: Readonly<Record<string, string>> = {
  hvc1: 'HEVC (H.265)',
  hev1: 'HEVC (H.265)',
  dvh1: 'Dolby Vision',
  dvhe: 'Dolby Vision',
  mp4v: 'MPEG-4 Part 2',
  s263: 'H.263',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
  apch: 'Apple ProRes',
  apcn: 'Apple ProRes',
  apcs: 'Apple ProRes',
  ap4h: 'Apple ProRes',
  alac: 'Apple Lossless',
  'ac-3': 'Dolby Digital',
  'ec-3': 'Dolby Digital Plus',
  samr: 'AMR',
  sawb: 'AMR',
  V_MPEG4_ISO_HEVC: 'HEVC (H.265)',
  'V_MPEGH/ISO/HEVC': 'HEVC (H.265)',
  'V_MPEG4/ISO/ASP': 'MPEG-4 Part 2',
};

/** What people call a codec; its own short name where there is none. */
export const codecName = (codec: string): string => names[codec] ?? codec.trim();

/** How a browser is asked about a codec that containers name otherwise. */
const asked: Readonly<Record<string, string>> = {
  avc1: 'video/mp4; codecs="avc1.42E01E"',
  avc3: 'video/mp4; codecs="avc1.42E01E"',
  hvc1: 'video/mp4; codecs="hvc1.1.6.L93.B0"',
  hev1: 'video/mp4; codecs="hev1.1.6.L93.B0"',
  vp09: 'video/mp4; codecs="vp09.00.10.08"',
  av01: 'video/mp4; codecs="av01.0.04M.08"',
  mp4a: 'audio/mp4; codecs="mp4a.40.2"',
  Opus: 'audio/mp4; codecs="opus"',
  fLaC: 'audio/mp4; codecs="flac"',
  V_VP8: 'video/webm; codecs="vp8"',
  V_VP9: 'video/webm; codecs="vp9"',
  V_AV1: 'video/webm; codecs="av01.0.04M.08"',
  A_OPUS: 'audio/webm; codecs="opus"',
  A_VORBIS: 'audio/webm; codecs="vorbis"',
  WAVE: 'audio/wav',
};

/** Asks whether a type can be played, as `canPlayType` answers. */
export type CanPlay = (type: string) => string;

/** Of the tracks of a kind, whether none can be played; null when there is no such track or its codec is not named. */
export const refusedTrack = (
  { tracks }: MediaProbe,
  kind: MediaTrack['kind'],
  canPlay: CanPlay,
): MediaTrack | null => {
  const ofKind = tracks.filter((track) => track.kind === kind && track.codec !== '');
  const refused = ofKind.filter(
    ({ codec }) => canPlay(asked[codec] ?? `video/mp4; codecs="${codec}"`) === '',
  );
  return refused.length === ofKind.length ? (refused[0] ?? null) : null;
};

/** Why a player refused a file, from what the file says about itself. The player's own error says too little. */
export const failureOf = (probe: MediaProbe, canPlay: CanPlay): MediaFailure => {
  const refused = refusedTrack(probe, 'video', canPlay) ?? refusedTrack(probe, 'audio', canPlay);
  if (refused !== null && probe.indexed) return { kind: 'codec', codec: codecName(refused.codec) };
  if (!probe.indexed) return { kind: 'no-index' };
  return probe.present < 0.999 ? { kind: 'cut-off', present: probe.present } : { kind: 'damaged' };
};
