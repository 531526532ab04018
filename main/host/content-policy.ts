/**
 * The content-security policy of every page and script of the app. `evidence` is the source that evidence is read
 * from: the evidence scheme in Electron, `'self'` behind the loopback server.
 *
 * Why the looser words: video.js, Plot, wavesurfer and React Aria write inline styles; the decoders of pdf.js are
 * WebAssembly; mammoth emits data: images. Trusted Types are off because video.js captions then come out empty,
 * pdf.js falls back to the main thread without a word, and wavesurfer throws.
 */
const contentSecurityPolicy = (evidence: string): string => {
  const sources = (...list: string[]): string => [...new Set(list)].join(' ');
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src ${sources("'self'", 'data:', 'blob:', evidence)}`,
    `media-src ${sources('blob:', evidence)}`,
    `connect-src ${sources("'self'", evidence)}`,
    "worker-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ');
};

const deniedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** The headers of every answer that carries a part of the app itself. */
export const appHeaders = (evidence: string): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(evidence),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
});

/** The headers of every answer that carries evidence: nothing in it may run, load or be kept. */
export const evidenceHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
