/// <reference types="vite/client" />
import '@fontsource-variable/inter/index.css';
import 'video.js/dist/video-js.css';
import * as pdfjs from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import videojs from 'video.js';
import WaveSurfer from 'wavesurfer.js';
import type { AssayBridge } from '../../../shared/workbench-api/bridge.ts';

/*
 * The libraries of the viewers, used as the viewers use them, on one page without a workbench behind it. The test
 * reads `window.policyReport` when it is there.
 */

export type PolicyReport = {
  readonly host: string;
  readonly captions: string;
  readonly videoSeconds: number;
  readonly pdfWorker: boolean;
  /** Red, green, blue at the middle of the JPEG 2000 picture, which only WebAssembly decodes. */
  readonly pdfPicture: readonly number[];
  /** The bundled text face and the icons of video.js. */
  readonly fontsLoaded: boolean;
  readonly waveformPixels: number;
  readonly dataImageWidth: number;
  readonly framedColour: string;
};

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can add to one that exists.
  interface Window {
    assay: AssayBridge;
    policyReport?: PolicyReport;
    violations: string[];
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  window.violations.push(`${violatedDirective} ${blockedURI}`),
);

const element = <T extends Element>(selector: string, type: new () => T): T => {
  const found = document.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`nothing is at ${selector}`);
};

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

const until = async <T>(read: () => T | null | undefined | false | ''): Promise<T> => {
  for (;;) {
    const value = read();
    if (value) return value;
    await nextFrame();
  }
};

const playVideo = async (): Promise<Pick<PolicyReport, 'captions' | 'videoSeconds'>> => {
  const player = videojs(element('#clip', HTMLVideoElement), { muted: true, controls: true });
  player.src({ src: window.assay.evidenceUrl('clip'), type: 'video/mp4' });
  player.addRemoteTextTrack(
    { src: window.assay.evidenceUrl('captions'), kind: 'captions', srclang: 'en', mode: 'showing' } as never,
    false,
  );
  await player.play();
  const captions = await until(() => document.querySelector('.vjs-text-track-display')?.textContent?.trim());
  const videoSeconds = await until(() => player.currentTime());
  player.pause();
  return { captions, videoSeconds };
};

const drawPaper = async (): Promise<Pick<PolicyReport, 'pdfWorker' | 'pdfPicture'>> => {
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const asset = (folder: string): string => new URL(`pdfjs/${folder}/`, document.baseURI).href;
  const worker = new pdfjs.PDFWorker({});
  const loading = pdfjs.getDocument({
    url: window.assay.evidenceUrl('paper'),
    worker,
    cMapUrl: asset('cmaps'),
    standardFontDataUrl: asset('standard_fonts'),
    wasmUrl: asset('wasm'),
    iccUrl: asset('iccs'),
  });
  const page = await (await loading.promise).getPage(1);
  const viewport = page.getViewport({ scale: 1 });
  const canvas = element('#paper', HTMLCanvasElement);
  [canvas.width, canvas.height] = [viewport.width, viewport.height];
  await page.render({ canvas, viewport }).promise;
  const picture = canvas.getContext('2d')?.getImageData(70, viewport.height - 70, 1, 1).data ?? [];
  return { pdfWorker: worker.port instanceof Worker, pdfPicture: [...picture].slice(0, 3) };
};

const drawWaveform = async (): Promise<number> => {
  const wave = WaveSurfer.create({ container: '#talk', height: 60, waveColor: '#305080' });
  await wave.load(window.assay.evidenceUrl('talk'));
  const canvases = wave.getWrapper().querySelectorAll('canvas');
  let drawn = 0;
  for (const canvas of canvases) {
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    for (let at = 3; at < pixels.length; at += 4) drawn += (pixels[at] ?? 0) > 0 ? 1 : 0;
  }
  return drawn;
};

const loadFonts = async (): Promise<boolean> => {
  const face = '16px "Inter Variable"';
  element('#words', HTMLParagraphElement).style.font = face;
  const icons = await document.fonts.load('16px VideoJS', '\uf101');
  const faces = [...icons, ...(await document.fonts.load(face, 'Set'))];
  return faces.length > 1 && faces.every(({ status }) => status === 'loaded');
};

const showDataImage = async (): Promise<number> => {
  const image = element('#embedded', HTMLImageElement);
  const dot = document.createElement('canvas');
  [dot.width, dot.height] = [7, 7];
  image.src = dot.toDataURL();
  await image.decode();
  return image.naturalWidth;
};

const showReflection = async (): Promise<string> => {
  const frame = element('#reflection', HTMLIFrameElement);
  frame.srcdoc = '<style>p { color: rgb(1, 2, 3) }</style><p>Reflection</p>';
  const paragraph = await until(() => frame.contentDocument?.querySelector('p'));
  return frame.contentWindow?.getComputedStyle(paragraph).color ?? '';
};

window.policyReport = {
  host: window.assay.host,
  ...(await playVideo()),
  ...(await drawPaper()),
  fontsLoaded: await loadFonts(),
  waveformPixels: await drawWaveform(),
  dataImageWidth: await showDataImage(),
  framedColour: await showReflection(),
};
