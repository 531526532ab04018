import { app } from './app.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { queue } from './queue.ts';
import { recusal } from './recusal.ts';
import { review } from './review.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { sync } from './sync.ts';
import { viewers } from './viewers.ts';

/** Every visible text, in English. Another language is another object of this type. */
export const en = { common, commands, app, setup, queue, recusal, review, viewers, sync, settings };

export type Messages = typeof en;
