import { chanceFrom } from './chance.ts';

/** 0 closed, 1 half open, 2 open. */
export type Mouth = 0 | 1 | 2;
/** What of the legs can be seen. */
export type Legs = 'none' | 'standing' | 'crossed';
export type Pose = {
  readonly mouth: Mouth;
  readonly handUp: boolean;
  readonly tilt: number;
  readonly pointing: boolean;
  readonly legs: Legs;
};
export type Looks = {
  readonly skin: string;
  readonly hair: string;
  readonly hairStyle: number;
  readonly shirt: string;
  readonly glasses: boolean;
};

const SKIN = [
  '#f3cfb3',
  '#e2b48c',
  '#c98f63',
  '#a86f45',
  '#7d4e2d',
  '#5b3820',
  '#f0c39e',
  '#d7a27a',
] as const;
const HAIR = ['#2a1d16', '#4b2f1e', '#7a4a25', '#b07a3a', '#1b1a1e', '#5a3a2a'] as const;
const ADULT_HAIR = [...HAIR, '#8c8278'] as const;
/** Pigtails (3) are for young children. */
const STYLES = [0, 1, 2, 3, 4, 5] as const;
const GROWN_STYLES = [0, 1, 2, 4, 5] as const;
const SHIRT = [
  '#5b7fa6',
  '#c4695a',
  '#6f9a6d',
  '#d2a24c',
  '#8b6fa8',
  '#4e9aa0',
  '#b86b8c',
  '#7b8794',
  '#d8d2c2',
] as const;

export function looksOf(name: string, clip: string, age: number): Looks {
  const chance = chanceFrom(`${clip}/looks/${name}`);
  return {
    skin: chance.pick(SKIN),
    hair: chance.pick(age > 20 ? ADULT_HAIR : HAIR),
    hairStyle: chance.pick(age > 11 ? GROWN_STYLES : STYLES),
    shirt: chance.pick(SHIRT),
    glasses: chance.next() < 0.18,
  };
}

function hairBehind(looks: Looks): string {
  if (looks.hairStyle === 1)
    return `<path d="M-17 -46Q-20 -14 -13 -10L13 -10Q20 -14 17 -46Z" fill="${looks.hair}"/>`;
  if (looks.hairStyle === 2) return `<circle cx="0" cy="-44" r="21" fill="${looks.hair}"/>`;
  if (looks.hairStyle === 3) {
    return `<circle cx="-15" cy="-50" r="7" fill="${looks.hair}"/><circle cx="15" cy="-50" r="7" fill="${looks.hair}"/>`;
  }
  if (looks.hairStyle === 4) return `<path d="M12 -46Q26 -36 18 -14Q14 -24 8 -30Z" fill="${looks.hair}"/>`;
  return '';
}

function hairOnTop(looks: Looks): string {
  const fringe = looks.hairStyle === 0 ? 'Q-6 -50 2 -49Q10 -50 15 -44' : 'Q-8 -52 0 -53Q8 -52 15 -42';
  return `<path d="M-15 -42${fringe}Q17 -59 0 -60Q-17 -59 -15 -42Z" fill="${looks.hair}"/>`;
}

function mouthShape(mouth: Mouth): string {
  if (mouth === 0)
    return '<path d="M-4 -33Q0 -31 4 -33" stroke="#5b2f2a" stroke-width="1.5" fill="none" stroke-linecap="round"/>';
  return `<ellipse cx="0" cy="-32.5" rx="${mouth === 1 ? 3 : 3.6}" ry="${mouth === 1 ? 1.5 : 3.2}" fill="#6d2b2b"/>`;
}

function arms(looks: Looks, pose: Pose): string {
  const sleeve = `fill="none" stroke="${looks.shirt}" stroke-width="9" stroke-linecap="round"`;
  const left = `<path d="M-15 -14Q-21 0 -17 12" ${sleeve}/>`;
  if (pose.handUp) {
    return `${left}<path d="M14 -14Q25 -26 24 -50" ${sleeve}/><circle cx="24" cy="-58" r="5.4" fill="${looks.skin}"/>`;
  }
  if (pose.pointing) {
    return `${left}<path d="M14 -14Q26 -12 36 -24" ${sleeve}/><circle cx="40" cy="-28" r="5" fill="${looks.skin}"/>`;
  }
  return `${left}<path d="M15 -14Q21 0 17 12" ${sleeve}/>`;
}

function legsShape(legs: Legs): string {
  if (legs === 'none') return '';
  if (legs === 'crossed') {
    return '<path d="M-18 20Q-38 30 -20 36L20 36Q38 30 18 20Z" fill="#4c5566"/><path d="M-16 34L10 28M16 34L-10 28" stroke="#3b4352" stroke-width="2"/>';
  }
  return '<path d="M-16 24L-13 78L-3 78L0 36L3 78L13 78L16 24Z" fill="#4a4f5c"/><path d="M-16 78L-3 78L-3 83L-18 83ZM16 78L3 78L3 83L18 83Z" fill="#2d2a28"/>';
}

/** A person drawn from the hips up, with the collar at (0, -20); place it with a transform. */
export function figure(looks: Looks, pose: Pose): string {
  const glasses = looks.glasses
    ? '<g fill="none" stroke="#333" stroke-width="1.1"><circle cx="-5.5" cy="-41" r="4.2"/><circle cx="5.5" cy="-41" r="4.2"/><path d="M-1.3 -41L1.3 -41"/></g>'
    : '';
  const head =
    `<g transform="rotate(${pose.tilt} 0 -24)">${hairBehind(looks)}` +
    `<rect x="-4.5" y="-30" width="9" height="11" fill="${looks.skin}"/>` +
    `<ellipse cx="0" cy="-41" rx="14.5" ry="16" fill="${looks.skin}"/>${hairOnTop(looks)}` +
    `<circle cx="-5.5" cy="-41" r="1.7" fill="#222"/><circle cx="5.5" cy="-41" r="1.7" fill="#222"/>${glasses}${mouthShape(pose.mouth)}</g>`;
  const body = `<path d="M-19 26Q-21 -20 -9 -21Q0 -17 9 -21Q21 -20 19 26Z" fill="${looks.shirt}"/>`;
  return `${legsShape(pose.legs)}${body}${arms(looks, pose)}${head}`;
}
