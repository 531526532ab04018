import { chanceFrom } from './chance.ts';
import { inkLine, inkWidth } from './stroke-font.ts';
import type { Room } from './transcript.ts';

export type Seat = { readonly x: number; readonly y: number; readonly scale: number; readonly desk: boolean };

const WALLS = ['#dfe6e3', '#e9e2d2', '#dde3ee', '#e8dcd6', '#e3e8d8'] as const;
const FLOORS = ['#c9b394', '#b9b3a6', '#c4a783', '#a9aeb0'] as const;

function row(count: number, y: number, from: number, to: number, scale: number, desk: boolean): Seat[] {
  return Array.from({ length: count }, (_, index) => ({
    x: count === 1 ? (from + to) / 2 : from + ((to - from) * index) / (count - 1),
    y,
    scale,
    desk,
  }));
}

/** Places for the children, at least `count` of them. */
export function seatsOf(room: Room, count: number): Seat[] {
  if (room === 'conference') return row(count, 262, 400, 470, 1.45, false);
  if (room === 'seminar') {
    const far = Math.ceil(count * 0.5);
    const left = Math.floor((count - far) / 2);
    return [
      ...row(far, 206, 212, 425, 0.78, false),
      ...row(left, 248, 158, 88, 0.94, false),
      ...row(count - far - left, 248, 500, 588, 0.94, false),
    ];
  }
  const front = Math.ceil(count / 2);
  const back = count - front;
  if (room === 'carpet')
    return [...row(back, 248, 210, 560, 0.72, false), ...row(front, 306, 180, 590, 0.86, false)];
  if (room === 'lab')
    return [...row(back, 222, 210, 590, 0.74, true), ...row(front, 302, 150, 585, 0.9, true)];
  return [...row(back, 218, 205, 590, 0.72, true), ...row(front, 296, 130, 585, 0.92, true)];
}

export function teacherSeat(room: Room): Seat {
  if (room === 'conference') return { x: 225, y: 246, scale: 1.7, desk: false };
  if (room === 'seminar') return { x: 84, y: 176, scale: 1, desk: false };
  return { x: 92, y: 196, scale: 1.2, desk: false };
}

type Board = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function boardOf(room: Room): Board {
  if (room === 'conference') return { x: 40, y: 26, width: 118, height: 86 };
  if (room === 'carpet') return { x: 160, y: 22, width: 260, height: 132 };
  return { x: 165, y: 20, width: 330, height: 116 };
}

function isChalk(room: Room, clip: string): boolean {
  return room !== 'conference' && room !== 'carpet' && chanceFrom(`${clip}/board`).next() < 0.35;
}

/** What is written on the board, in hand print, fitted to its width. */
export function boardInk(room: Room, lines: readonly string[], clip: string): string {
  const board = boardOf(room);
  const chalk = isChalk(room, clip);
  const colour = chalk ? '#f3f1e4' : '#22406b';
  const widest = Math.max(
    1,
    ...lines.map((line) => inkWidth(line, { size: 1, colour, pen: 1, wobble: 0, slant: 0 })),
  );
  const size = Math.min(
    20,
    (board.width - 28) / widest,
    (board.height - 14) / (Math.max(1, lines.length) * 1.55),
  );
  const hand = { size, colour, pen: Math.max(1.1, size / 9), wobble: 0.35, slant: 3 };
  return lines
    .map((line, index) => {
      const y = board.y + 8 + size * 1.55 * (index + 0.85);
      return inkLine(line, board.x + 14, y, hand, chanceFrom(`${clip}/ink/${line}`));
    })
    .join('');
}

function windowSvg(x: number): string {
  return (
    `<g transform="translate(${x} 34)"><rect width="84" height="78" fill="#cfe3f2" stroke="#fff" stroke-width="6"/>` +
    '<path d="M0 60Q22 44 44 58T84 52L84 78L0 78Z" fill="#a9c79f"/><path d="M42 0L42 78M0 39L84 39" stroke="#fff" stroke-width="4"/></g>'
  );
}

function decorations(room: Room, clip: string): string {
  const chance = chanceFrom(`${clip}/wall`);
  const clock =
    '<g transform="translate(130 34)"><circle r="14" fill="#fff" stroke="#555" stroke-width="2.5"/><path d="M0 0L0 -9M0 0L7 3" stroke="#333" stroke-width="1.8"/></g>';
  const bunting = Array.from({ length: 12 }, (_, index) => {
    const colour = chance.pick(['#c4695a', '#d2a24c', '#6f9a6d', '#5b7fa6']);
    return `<path d="M${index * 56} 0L${index * 56 + 44} 0L${index * 56 + 22} 13Z" fill="${colour}" opacity=".75"/>`;
  }).join('');
  const shelf =
    '<g transform="translate(522 132)"><rect width="110" height="34" fill="#b48a5a"/><g fill="#fff" opacity=".8"><rect x="6" y="7" width="8" height="24"/><rect x="17" y="10" width="10" height="21"/><rect x="30" y="6" width="7" height="25"/></g><rect x="44" y="9" width="9" height="22" fill="#c4695a"/><rect x="56" y="7" width="8" height="24" fill="#5b7fa6"/><rect x="67" y="11" width="12" height="20" fill="#6f9a6d"/></g>';
  if (room === 'conference') return windowSvg(520) + shelf;
  return (
    (room === 'carpet' ? bunting : '') +
    (room === 'carpet' ? windowSvg(448) : windowSvg(522)) +
    clock +
    (room === 'lab' ? '' : shelf)
  );
}

function boardSvg(room: Room, clip: string): string {
  const board = boardOf(room);
  const chalk = isChalk(room, clip);
  const fill = chalk ? '#2f4a40' : '#fdfdfb';
  const frame = chalk ? '#8a6a45' : '#9aa3ad';
  const easel =
    room === 'carpet'
      ? `<path d="M${board.x + 20} 150L${board.x - 2} 236M${board.x + 240} 150L${board.x + 262} 236" stroke="#8a6a45" stroke-width="6"/>`
      : '';
  return `${easel}<rect x="${board.x}" y="${board.y}" width="${board.width}" height="${board.height}" rx="3" fill="${fill}" stroke="${frame}" stroke-width="5"/>`;
}

/** Everything behind the people: walls, floor, board, window, shelf, and a rug or the seminar table's far half. */
export function backdrop(room: Room, clip: string): string {
  const chance = chanceFrom(`${clip}/room`);
  const base = `<rect width="640" height="360" fill="${chance.pick(WALLS)}"/><rect y="166" width="640" height="194" fill="${chance.pick(FLOORS)}"/><rect y="162" width="640" height="5" fill="#fff" opacity=".7"/>`;
  const rug =
    room === 'carpet'
      ? `<ellipse cx="375" cy="318" rx="285" ry="64" fill="${chance.pick(['#7f9bb5', '#b58a7f', '#8fa98a'])}"/>`
      : '';
  return `${base}${decorations(room, clip)}${boardSvg(room, clip)}${rug}`;
}

function deskSvg(room: Room, seat: Seat): string {
  const beaker =
    room === 'lab'
      ? '<path d="M18 2L18 -12L15 -14L29 -14L26 -12L26 2Z" fill="#cfe8ee" stroke="#6b8790"/><rect x="18" y="-5" width="8" height="7" fill="#7fb6c9"/>'
      : '<rect x="8" y="-2" width="22" height="4" fill="#fff" transform="skewX(-20)"/>';
  return `<g transform="translate(${seat.x} ${seat.y + 20 * seat.scale}) scale(${seat.scale})"><rect x="-36" y="0" width="72" height="9" rx="2" fill="#d9b988"/><path d="M-30 9L-30 34M30 9L30 34" stroke="#8d8f93" stroke-width="4"/>${beaker}</g>`;
}

/** What stands in front of a seated person: a desk, or the shared table for the front-most one. */
export function foreground(room: Room, seat: Seat, name: string): string {
  if (seat.desk) return deskSvg(room, seat);
  if (room === 'conference' && name === 'Teacher') return '';
  if (room === 'conference') {
    return '<path d="M70 292L590 292L640 360L0 360Z" fill="#c99f6c"/><path d="M70 292L590 292L594 298L66 298Z" fill="#e2bf90"/><g transform="translate(300 312)"><path d="M0 0L92 0L104 34L-10 34Z" fill="#fff" stroke="#bbb"/><path d="M10 8L80 8M8 15L84 15M5 22L70 22" stroke="#7288a8" stroke-width="1.6"/></g>';
  }
  return room === 'seminar' && seat.y > 230
    ? '<ellipse cx="320" cy="306" rx="252" ry="64" fill="#b98d5c"/><ellipse cx="320" cy="299" rx="252" ry="62" fill="#d3a974"/><g fill="#fff" opacity=".92"><rect x="170" y="280" width="30" height="20" transform="rotate(-14 185 290)"/><rect x="430" y="276" width="30" height="20" transform="rotate(12 445 286)"/><rect x="300" y="258" width="26" height="16"/><rect x="250" y="318" width="34" height="20" transform="rotate(5 260 320)"/></g>'
    : '';
}
