import { annotationFiles } from './annotation-files.ts';
import { app } from './app.ts';
import { citations } from './citations.ts';
import { commands } from './commands.ts';
import { commentBank } from './comment-bank.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { keyBindings } from './key-bindings.ts';
import { otherDevice } from './other-device.ts';
import { queue } from './queue.ts';
import { recusal } from './recusal.ts';
import { review } from './review.ts';
import { reviewHistory } from './review-history.ts';
import { revoked } from './revoked.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { storage } from './storage.ts';
import { supersede } from './supersede.ts';
import { sync } from './sync.ts';
import { viewerFiles } from './viewer-files.ts';
import { viewerImage } from './viewer-image.ts';
import { viewerMedia } from './viewer-media.ts';
import { viewerPdf } from './viewer-pdf.ts';
import { viewerReading } from './viewer-reading.ts';
import { viewers } from './viewers.ts';

/** Every visible text, in English. Another language is another object of this type. */
export const en = {
  annotationFiles,
  app,
  citations,
  commands,
  commentBank,
  common,
  comparison,
  keyBindings,
  otherDevice,
  queue,
  recusal,
  review,
  reviewHistory,
  revoked,
  settings,
  setup,
  storage,
  supersede,
  sync,
  viewerFiles,
  viewerImage,
  viewerMedia,
  viewerPdf,
  viewerReading,
  viewers,
};

export type Messages = typeof en;
