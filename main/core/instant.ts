import type { Clock } from './ports.ts';

/** Now, as it is stored and sent: UTC, ISO 8601, milliseconds. */
export const instantNow = (clock: Clock): string => new Date(clock.now()).toISOString();
