import { watchBuffers } from './watch-buffers.ts';

/*
 * node --expose-gc memory-child.ts <units> <raters> [held]: the greatest memory that the library holds, the
 * ratings included, as one JSON line. With a number of bytes `held`, that much more is held meanwhile, to show that it
 * is seen.
 */
const [units = 0, raters = 0, held = 0] = process.argv.slice(2).map(Number);

// Before the library is loaded: from here on every large buffer is seen.
const peak = watchBuffers(1 << 18);
const { completeRatings, mainKernels } = await import('./curve.ts');
const { analysisKernel } = await import('./analysis-kernel.ts');
const before = peak.now();
const ratings = completeRatings(units, raters);
peak.begin();
const extra = new Uint8Array(held).fill(1);
const byKernel: Record<string, number> = {};
for (const { name, run } of [...mainKernels, analysisKernel]) {
  peak.begin();
  run(ratings);
  byKernel[name] = peak.most() - before;
}
const input = ratings.values.byteLength + ratings.rater.byteLength + ratings.starts.byteLength;
process.stdout.write(
  `${JSON.stringify({ units, raters, input, extra: extra.length, byKernel, peak: Math.max(...Object.values(byKernel)) })}\n`,
);
