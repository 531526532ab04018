import type { CellTable } from './facets-cell-table.ts';
import { type Layout, spreadAt, stepsFrom } from './facets-free.ts';

/**
 * The slopes of one person's log-likelihood at every node, kept for the parameters the person touches alone. Their
 * mean over the posterior is the gradient, their covariance what observing the person would have told more.
 */
export class PersonScores {
  private readonly layout: Layout;
  private readonly count: number;
  private readonly slot: Int32Array;
  private touched: number[] = [];
  private table: Float64Array;

  constructor(layout: Layout, count: number) {
    this.layout = layout;
    this.count = count;
    this.slot = new Int32Array(layout.full).fill(-1);
    this.table = new Float64Array(32 * count);
  }

  begin(): void {
    for (const parameter of this.touched) this.slot[parameter] = -1;
    this.touched = [];
    this.rowOf(spreadAt(this.layout));
  }

  /** Where the slopes of a parameter begin. */
  private rowOf(parameter: number): number {
    const known = this.slot[parameter] as number;
    if (known >= 0) return known * this.count;
    const slot = this.touched.length;
    this.slot[parameter] = slot;
    this.touched.push(parameter);
    if ((slot + 1) * this.count > this.table.length) {
      const larger = new Float64Array(this.table.length * 2);
      larger.set(this.table);
      this.table = larger;
    }
    this.table.fill(0, slot * this.count, (slot + 1) * this.count);
    return slot * this.count;
  }

  add(
    { means, passed }: CellTable,
    { i, r, x, base }: { readonly i: number; readonly r: number; readonly x: number; readonly base: number },
  ): void {
    const { layout } = this;
    const { count } = this;
    const { top, criteria } = layout;
    const criterion = this.rowOf(i);
    const rater = this.rowOf(criteria + r);
    const from = stepsFrom(layout, i);
    const steps: number[] = [];
    for (let j = 0; j < top; j += 1) steps.push(this.rowOf(from + j));
    const { table } = this;
    for (let node = 0; node < count; node += 1) {
      const rest = x - (means[base + node] as number);
      table[criterion + node] = (table[criterion + node] as number) - rest;
      table[rater + node] = (table[rater + node] as number) - rest;
      for (let j = 0; j < top; j += 1) {
        const at = (steps[j] as number) + node;
        table[at] = (table[at] as number) + (passed[(base + node) * top + j] as number) - (x > j ? 1 : 0);
      }
    }
  }

  /** Adds the person to the gradient, and to `spread` (upper triangle) the covariance of the slopes. */
  close(posterior: Float64Array, bySpread: Float64Array, gradient: Float64Array, spread: Float64Array): void {
    const { count, table, touched } = this;
    table.set(bySpread, 0);
    const means = touched.map((_, slot) => {
      let mean = 0;
      for (let node = 0; node < count; node += 1) {
        mean += (posterior[node] as number) * (table[slot * count + node] as number);
      }
      return mean;
    });
    touched.forEach((parameter, slot) => {
      gradient[parameter] = (gradient[parameter] as number) + (means[slot] as number);
    });
    const n = this.layout.full;
    const weighted = new Float64Array(count);
    touched.forEach((a, slotA) => {
      for (let node = 0; node < count; node += 1) {
        weighted[node] = (posterior[node] as number) * (table[slotA * count + node] as number);
      }
      touched.forEach((b, slotB) => {
        if (slotB < slotA) return;
        let both = 0;
        const row = slotB * count;
        for (let node = 0; node < count; node += 1)
          both += (weighted[node] as number) * (table[row + node] as number);
        const at = a < b ? a * n + b : b * n + a;
        spread[at] = (spread[at] as number) + both - (means[slotA] as number) * (means[slotB] as number);
      });
    });
  }
}
