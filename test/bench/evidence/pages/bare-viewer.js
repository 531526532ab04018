// pdf.js's own viewer component on a page with nothing else, as its examples show it.
import * as pdfjsLib from '/pdfjs/build/pdf.min.mjs';

globalThis.pdfjsLib = pdfjsLib;
const { EventBus, PDFLinkService, PDFViewer } = await import('/pdfjs/web/pdf_viewer.mjs');
pdfjsLib.GlobalWorkerOptions.workerSrc = '/pdfjs/build/pdf.worker.min.mjs';

const container = document.getElementById('container');
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  });

/** Milliseconds from being asked to show a file to its first page's pixels. The file is closed again. */
globalThis.showFirstPage = async (url, width, height) => {
  container.style.width = `${width}px`;
  container.style.height = `${height}px`;
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus });
  const viewer = new PDFViewer({ container, eventBus, linkService });
  linkService.setViewer(viewer);
  eventBus.on('pagesinit', () => {
    viewer.currentScaleValue = 'page-width';
  });
  const rendered = new Promise((resolve, reject) => {
    eventBus.on('pagerendered', ({ pageNumber, error }) => {
      if (error) reject(error);
      else if (pageNumber === 1) resolve();
    });
  });
  const started = performance.now();
  const task = pdfjsLib.getDocument({ url });
  const pdf = await task.promise;
  viewer.setDocument(pdf);
  linkService.setDocument(pdf);
  await rendered;
  const ended = await painted();
  viewer.setDocument(null);
  linkService.setDocument(null);
  await task.destroy();
  return ended - started;
};
globalThis.viewerIsReady = true;
