import { format } from './format.ts';

/** The words of the screen that stands in place of everything once the hub has revoked this computer. */
export const revoked = {
  title: 'This computer was signed off',
  lead: (hub: string, revokedAt: string, now: number) =>
    `${hub} took this computer out of use (${format.moment(revokedAt, now)}). That is what an issuer does for a computer that was lost or stolen, or that is not to be used any more.`,
  gone: 'The evidence, reviews and keys that your account had on this computer are removed.',
  unsent: (count: number | null) =>
    count === null
      ? 'Work that had not reached the hub went with them.'
      : count === 0
        ? 'Everything you wrote here had reached the hub.'
        : format.count(count, {
            one: '{n} change had not reached the hub and went with them.',
            other: '{n} changes had not reached the hub and went with them.',
          }),
  kept: 'Work the hub has acknowledged is safe there. Your other computers are not affected.',
  ask: (hub: string) =>
    `If you did not expect this, ask your issuer, the people who run ${hub}. They can tell you who signed it off and why.`,
  removing: 'It is being removed now.',
  notRemoved: (problem: string) => `Not all of it could be removed yet. ${problem}`,
  removed: (at: string) => `Removed at ${format.time(at)}.`,
  hubTold: 'The hub has been told.',
  hubNotTold: 'The hub is told as soon as it can be reached.',
  goOn: 'Go on',
};
