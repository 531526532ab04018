import { format } from './format.ts';

const assignments = { one: '{n} assignment', other: '{n} assignments' };
const gigabyte = 1_000_000_000;

/** The words about room on the disk, and about what of the evidence is kept on this computer. */
export const storage = {
  title: 'Room for evidence',
  budget: 'Evidence may take',
  budgetOf: (gigabytes: number) => format.bytes(gigabytes * gigabyte),
  used: (used: number, budget: number) =>
    `${format.bytes(used)} of ${format.bytes(budget)} taken by evidence`,
  free: 'Free on this disk',
  freeFact: (free: number, keepFree: number) =>
    `${format.bytes(free)}; downloads always leave ${format.bytes(keepFree)} free`,
  waiting: 'Still to come',
  waitingFact: (files: number, bytes: number) =>
    files === 0
      ? 'Nothing'
      : `${format.count(files, { one: '{n} file', other: '{n} files' })}, ${format.bytes(bytes)}`,
  tooMuch: (over: number) =>
    `What is here and what is to come is ${format.bytes(over)} more than evidence may take. Finished work makes room by itself; the rest waits.`,
  finished: 'Can make room',
  finishedFact: (submissions: number, bytes: number) =>
    submissions === 0
      ? 'Nothing yet: only evidence of finished work that the hub has in full'
      : `${format.bytes(bytes)} of ${format.count(submissions, { one: '{n} finished submission', other: '{n} finished submissions' })}`,
  reserve: 'Kept for a full disk',
  reserveFact: {
    unknown: (bytes: number) => `${format.bytes(bytes)}, put in place soon after unlocking`,
    kept: (bytes: number) =>
      `${format.bytes(bytes)}, given up when the disk is full so that your work is still saved`,
    missing: (bytes: number) => `Not there now: ${format.bytes(bytes)} come back when there is room`,
  },
  reserveMissing: (bytes: number, needed: number) =>
    `This disk is full or nearly so. Assay has given up the ${format.bytes(bytes)} it keeps for that, so your work is still being saved. Free at least ${format.bytes(needed)} soon.`,

  offlineTitle: 'Going offline',
  offlineText:
    'What you keep offline is downloaded before other evidence and stays on this computer, however full it gets, until you stop keeping it or the issuer takes the submission back.',
  kept: 'Kept offline',
  keptFact: (count: number, bytes: number, bytesHere: number) =>
    count === 0
      ? 'Nothing'
      : `${format.count(count, assignments)}, ${format.bytes(bytes)}${bytesHere === bytes ? ', all here' : `; ${format.bytes(bytes - bytesHere)} still to come`}`,
  all: 'All of your work',
  allFact: (count: number, bytes: number, bytesHere: number) =>
    count === 0
      ? 'Nothing is assigned to you that is still to be reviewed'
      : `${format.count(count, assignments)}, ${format.bytes(bytes)}${bytesHere === bytes ? ', all here' : `; ${format.bytes(bytes - bytesHere)} still to come`}`,
  allFits: (budget: number) => `Fits into the ${format.bytes(budget)} that evidence may take.`,
  allDoesNotFit: (over: number) =>
    `That is ${format.bytes(over)} more than evidence may take: allow more above, or keep single assignments offline in the queue.`,
  keepAll: 'Keep all of it offline',
  stopAll: 'Stop keeping',
  keptAll: (count: number) => `${format.count(count, assignments)} kept offline.`,
  stoppedAll: 'Nothing is kept offline any more. What is here stays here until room is needed.',

  keep: 'Keep offline',
  keptMark: 'Kept offline',
  keptOne: (code: string) => `${code} is kept offline.`,
  stoppedOne: (code: string) => `${code} is no longer kept offline.`,
  away: (bytes: number) => `Opens when online, ${format.bytes(bytes)}`,
  awayLong: (files: number) =>
    format.count(files, {
      one: '{n} file is not on this computer, to make room for other work. It opens when online.',
      other: '{n} files are not on this computer, to make room for other work. They open when online.',
    }),
  awayTitle: 'Not on this computer, opens when online',
  awayText: (size: number) =>
    `This review is finished, and its ${format.bytes(size)} made room for other work. Download it to see it again.`,
  awayOffline: (size: number) =>
    `This review is finished, and its ${format.bytes(size)} made room for other work. It can be downloaded once the hub is back.`,
  notRead: 'Room on this disk cannot be read.',
};
