import { loadavg } from 'node:os';
import { median } from '../repeat.ts';
import type { SectionReport } from '../section.ts';
import type { Curve } from './curve.ts';
import type { MeasuredFigure } from './measure-figure.ts';
import type { MemoryPeak } from './memory.ts';
import type { PeerFailure, PeerRun, Peers } from './peers.ts';
import type { PoolTimes } from './pool.ts';
import { recorded } from './recorded.ts';

export type Findings = {
  readonly figures: readonly MeasuredFigure[];
  readonly peers: Peers;
  readonly memory: readonly MemoryPeak[];
  readonly curves: readonly Curve[];
  readonly pool: PoolTimes | null;
};

/** How long this machine takes over how long the recorded one took, by packages that were timed on both. */
export const machineFactor = (
  runs: readonly PeerRun[],
): { readonly factor: number; readonly from: readonly string[] } | null => {
  const both = runs.flatMap(({ work, peer, ms, standIn }) => {
    const before = recorded[work]?.[peer];
    return standIn || before === undefined ? [] : [{ name: `${peer}, ${work}`, share: median(ms) / before }];
  });
  return both.length === 0
    ? null
    : { factor: median(both.map(({ share }) => share)), from: both.map(({ name }) => name) };
};

type PeerRow = {
  readonly name: string;
  readonly by: string | null;
  readonly ms: number | null;
  readonly ratio: number | null;
  readonly stand_in: boolean;
  readonly recorded_ms: number | null;
  /** The recorded time over ours, as it is. */
  readonly recorded_ratio: number | null;
  /** The same after correction for this machine's speed; null where no package was timed on both. */
  readonly recorded_ratio_here: number | null;
  readonly problem: string | null;
};

const peerRows = (work: string, ours: number, { runs, failures }: Peers): PeerRow[] => {
  const factor = machineFactor(runs)?.factor ?? null;
  const before = recorded[work] ?? {};
  const rowOf = (name: string, run: PeerRun | null, failure: PeerFailure | undefined): PeerRow => {
    const old = run?.standIn === true ? null : (before[name] ?? null);
    const ms = run === null ? null : median(run.ms);
    return {
      name,
      by: run?.by ?? null,
      ms,
      ratio: ms === null ? null : ms / ours,
      stand_in: run?.standIn ?? false,
      recorded_ms: old,
      recorded_ratio: old === null ? null : old / ours,
      recorded_ratio_here: old === null || factor === null ? null : (old * factor) / ours,
      problem: run === null ? (failure?.error ?? 'not installed') : null,
    };
  };
  const own = runs.filter((run) => run.work === work);
  const names = [...new Set([...Object.keys(before), ...own.map(({ peer }) => peer)])];
  return names.flatMap((name) => {
    const of = own.filter(({ peer }) => peer === name);
    const failure = failures.find((one) => one.work === work && one.peer === name);
    const live = of.find(({ standIn }) => !standIn) ?? null;
    return [
      rowOf(name, live, failure),
      ...of.filter(({ standIn }) => standIn).map((run) => rowOf(name, run, undefined)),
    ];
  });
};

const figureData = ({ figure, ours, textbook, value }: MeasuredFigure, peers: Peers) => {
  const ms = median(ours);
  return {
    name: figure.name,
    note: figure.note,
    value,
    ours_ms: ms,
    ours_least_ms: Math.min(...ours),
    textbook_ms: median(textbook),
    textbook_ratio: median(textbook) / ms,
    peers: peerRows(figure.work, ms, peers),
  };
};

const short = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const timesFaster = (ratio: number): string => `${short(ratio)}×`;
const row = (name: string, ms: string, times: string, rest: string): string =>
  `    ${name.padEnd(29)}${ms.padStart(12)}${times.padStart(9)}  ${rest}`.trimEnd();

const peerLine = (peer: PeerRow): string => {
  const before =
    peer.recorded_ms === null
      ? ''
      : `recorded elsewhere ${short(peer.recorded_ms)} ms, ${timesFaster(peer.recorded_ratio ?? Number.NaN)}`;
  if (peer.ms === null)
    return row(peer.name, peer.problem === 'not installed' ? 'not installed' : 'failed', '', before);
  const what = peer.stand_in ? `stand-in, ${(peer.by ?? '').split(',')[0]}` : (peer.by ?? '');
  return row(
    peer.name,
    `${short(peer.ms)} ms`,
    timesFaster(peer.ratio ?? Number.NaN),
    [what, before].filter((part) => part !== '').join('; '),
  );
};

const figureLines = (data: ReturnType<typeof figureData>): string[] => [
  `${data.name}: ${short(data.ours_ms)} ms`,
  row('textbook kernel', `${short(data.textbook_ms)} ms`, timesFaster(data.textbook_ratio), ''),
  ...data.peers.map(peerLine),
];

const curveLines = (curves: readonly Curve[]): string[] => [
  'cost, in nanoseconds a rating',
  `    ${'ratings'.padEnd(45)}${(curves[0]?.points ?? []).map(({ ratings }) => ratings.toExponential(0).padStart(9)).join('')}   power`,
  ...curves.map(
    ({ name, points, exponent }) =>
      `    ${name.padEnd(45)}${points.map(({ nsPerRating }) => short(nsPerRating).padStart(9)).join('')}${exponent.toFixed(2).padStart(8)}`,
  ),
];

const memoryLines = (peaks: readonly MemoryPeak[]): string[] =>
  peaks.map(
    ({ units, raters, peak, input }) =>
      `heap and buffers at ${units.toLocaleString('en')} units × ${raters} raters: ${(peak / 1e6).toFixed(0)} MB at most, of which ratings ${(input / 1e6).toFixed(0)} MB`,
  );

const poolLines = (pool: PoolTimes | null): string[] =>
  pool === null
    ? []
    : [
        `pool of 500 raters × 60 units × 15 criteria, two threads: first results after ${(pool.firstMs / 1000).toFixed(2)} s, ` +
          `all ${pool.records.toLocaleString('en')} after ${(pool.allMs / 1000).toFixed(1)} s`,
      ];

/** Medians of five or more. Recorded figures come from another machine and are no part of any limit. */
export const agreementReport = ({ figures, peers, memory, curves, pool }: Findings): SectionReport => {
  const data = figures.map((figure) => figureData(figure, peers));
  const machine = machineFactor(peers.runs);
  const load = loadavg();
  return {
    lines: [
      'agreement: milliseconds, medians, one thread; × is how many times faster ours is',
      ...(machine === null
        ? []
        : [
            `packages timed here and on the recorded machine take ${machine.factor.toFixed(2)} of the time here (${machine.from.length} of them)`,
          ]),
      `load average ${load.map((one) => one.toFixed(1)).join(', ')}`,
      '',
      ...data.flatMap(figureLines),
      '',
      ...curveLines(curves),
      ...memoryLines(memory),
      ...poolLines(pool),
    ],
    data: {
      figures: data,
      machine,
      load_average: load,
      memory,
      curve: curves,
      pool,
      failed_peers: peers.failures,
    },
  };
};
