import { chanceFrom } from './chance.ts';
import { figure, type Legs, looksOf, type Mouth } from './figure.ts';
import { backdrop, boardInk, foreground, type Seat, seatsOf, teacherSeat } from './room.ts';
import { childrenOf, isAdult, type Room, type Transcript } from './transcript.ts';

/** What one drawn picture shows; equal values draw the same picture. */
export type Shot = {
  readonly speaker: string | undefined;
  readonly mouth: Mouth;
  readonly words: string;
  readonly board: readonly string[];
  readonly hands: number;
  /** Number of the event in the script: people shift a little from one to the next. */
  readonly beat: number;
};

export const WIDTH = 640;
export const HEIGHT = 360;

/** Everyone in the picture with a seat: speakers first, then children who only listen. */
function seatChildren(transcript: Transcript, clip: string): Map<string, Seat> {
  const speakers = childrenOf(transcript);
  const seats = seatsOf(transcript.room, Math.max(transcript.children, speakers.length));
  const chance = chanceFrom(`${clip}/seats`);
  const order = seats.map((seat) => ({ seat, at: chance.next() })).sort((one, other) => one.at - other.at);
  const listeners = seats.slice(speakers.length).map((_, index) => `listener ${index + 1}`);
  const names = [...speakers, ...listeners];
  return new Map(order.map(({ seat }, index) => [names[index] ?? `listener ${index}`, seat]));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function wrapped(text: string, longest: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= longest) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}

/** A speech bubble with the first words; the whole line is in the captions. Narrow ones keep clear of the board. */
function bubble(shot: Shot, seat: Seat, narrow: boolean): string {
  const [longest, most] = narrow ? [17, 3] : [26, 2];
  const all = wrapped(shot.words, longest);
  const rows = all.slice(0, most);
  if (all.length > most) rows[most - 1] = `${rows[most - 1] ?? ''} …`;
  const width = Math.max(60, Math.max(...rows.map((row) => row.length)) * 6.1 + 20);
  const height = rows.length * 14 + 12;
  const x = Math.min(WIDTH - width - 6, Math.max(6, seat.x - width / 2));
  const top = Math.max(4, seat.y - 66 * seat.scale - height - 8);
  const foot = top + height;
  const text = rows
    .map(
      (row, index) =>
        `<text x="${x + width / 2}" y="${top + 17 + index * 14}" text-anchor="middle">${escapeXml(row)}</text>`,
    )
    .join('');
  return (
    `<g font-family="Inter Variable, DejaVu Sans, sans-serif" font-size="11.5" fill="#1e2430">` +
    `<path d="M${seat.x - 6} ${foot - 1}L${seat.x} ${foot + 8}L${seat.x + 7} ${foot - 1}Z" fill="#fff" stroke="#39414f"/>` +
    `<rect x="${x}" y="${top}" width="${width}" height="${height}" rx="9" fill="#fff" stroke="#39414f"/>` +
    `<path d="M${seat.x - 4.6} ${foot - 1}L${seat.x + 5.6} ${foot - 1}" stroke="#fff" stroke-width="2.4"/>${text}</g>`
  );
}

function nameTag(name: string, seat: Seat): string {
  const width = name.length * 6.2 + 14;
  const y = seat.y + 30 * seat.scale;
  return (
    `<rect x="${seat.x - width / 2}" y="${y - 11}" width="${width}" height="15" rx="7" fill="#1e2430" opacity=".82"/>` +
    `<text x="${seat.x}" y="${y}" font-family="Inter Variable, DejaVu Sans, sans-serif" font-size="10.5" fill="#fff" text-anchor="middle">${escapeXml(name)}</text>`
  );
}

function legsOf(name: string, room: Room): Legs {
  if (isAdult(name)) return room === 'conference' ? 'none' : 'standing';
  return room === 'carpet' ? 'crossed' : 'none';
}

type Placed = {
  readonly name: string;
  readonly seat: Seat;
  readonly clip: string;
  readonly room: Room;
  readonly age: number;
};

function person({ name, seat, clip, room, age }: Placed, shot: Shot, handUp: boolean): string {
  const chance = chanceFrom(`${clip}/${name}/${shot.beat}`);
  const speaking = shot.speaker === name;
  const pose = {
    mouth: speaking ? shot.mouth : (0 as Mouth),
    handUp: handUp && !speaking,
    tilt: Math.round(chance.between(-7, 7)),
    pointing: isAdult(name) && speaking && chance.next() < 0.5,
    legs: legsOf(name, room),
  };
  const glow = speaking ? `<ellipse cx="0" cy="-24" rx="34" ry="46" fill="#ffe9a8" opacity=".55"/>` : '';
  return `<g transform="translate(${seat.x} ${seat.y}) scale(${seat.scale})">${glow}${figure(looksOf(name, clip, isAdult(name) ? 40 : age), pose)}</g>`;
}

/** Which children hold a hand up: the same ones first as more go up. */
function raisedHands(names: readonly string[], clip: string, beat: number, count: number): Set<string> {
  const chance = chanceFrom(`${clip}/hands/${beat}`);
  const order = names.map((name) => ({ name, at: chance.next() })).sort((one, other) => one.at - other.at);
  return new Set(order.slice(0, count).map(({ name }) => name));
}

/** The whole picture as SVG. */
export function sceneSvg(transcript: Transcript, clip: string, shot: Shot): string {
  const children = seatChildren(transcript, clip);
  const raised = raisedHands([...children.keys()], clip, shot.beat, shot.hands);
  const teacher = teacherSeat(transcript.room);
  const everyone = [...children, ['Teacher', teacher] as const].sort(([, one], [, other]) => one.y - other.y);
  const people = everyone.map(([name, seat]) => {
    const placed = { name, seat, clip, room: transcript.room, age: transcript.age };
    return person(placed, shot, raised.has(name)) + foreground(transcript.room, seat, name);
  });
  const seat = shot.speaker === undefined ? undefined : (children.get(shot.speaker) ?? teacher);
  const talk =
    seat === undefined
      ? ''
      : bubble(shot, seat, seat === teacher && transcript.room !== 'conference') +
        nameTag(shot.speaker ?? '', seat);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `${backdrop(transcript.room, clip)}${boardInk(transcript.room, shot.board, clip)}${people.join('')}${talk}</svg>`
  );
}
