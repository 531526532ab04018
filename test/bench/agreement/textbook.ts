/*
 * The obvious kernels: each statistic as its textbook gives it, in plain TypeScript on rows of numbers, by somebody who
 * is careful about the formula and not about the machine. They give the same values as the engine, and are what it is
 * timed against where no package is installed.
 */

/** Units by raters; null where there is none. */
export type Rows = readonly (readonly (number | null)[])[];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

const valuesOf = (rows: Rows): number[] => {
  const values = new Set<number>();
  for (const row of rows) for (const rating of row) if (rating !== null) values.add(rating);
  return [...values].sort((a, b) => a - b);
};

/** Krippendorff's table of values by units. */
const countsOf = (rows: Rows, values: readonly number[]): number[][] => {
  const place = new Map(values.map((value, at) => [value, at]));
  return rows.map((row) => {
    const counts = values.map(() => 0);
    for (const rating of row) {
      if (rating === null) continue;
      const at = place.get(rating) ?? 0;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  });
};

/** Krippendorff 2011, with ordinal differences: values by units, coincidences, disagreement. */
export const textbookAlpha = (rows: Rows): number => {
  const values = valuesOf(rows);
  const pairable = countsOf(rows, values).filter((counts) => sum(counts) >= 2);
  const coincidences = values.map(() => values.map(() => 0));
  for (const counts of pairable) {
    const others = sum(counts) - 1;
    for (const [c, ofC] of counts.entries()) {
      for (const [k, ofK] of counts.entries()) {
        const row = coincidences[c] as number[];
        row[k] = (row[k] as number) + (ofC * (c === k ? ofK - 1 : ofK)) / others;
      }
    }
  }
  const margins = coincidences.map(sum);
  const n = sum(margins);
  const difference = (c: number, k: number): number => {
    const [from, to] = c < k ? [c, k] : [k, c];
    return (sum(margins.slice(from, to + 1)) - ((margins[c] as number) + (margins[k] as number)) / 2) ** 2;
  };
  let [observed, expected] = [0, 0];
  for (const [c, row] of coincidences.entries()) {
    for (const [k, pairs] of row.entries()) {
      observed += pairs * difference(c, k);
      expected += (margins[c] as number) * (margins[k] as number) * difference(c, k);
    }
  }
  return 1 - ((n - 1) * observed) / expected;
};

/** The greatest alpha of resampled units: the same table is built anew for every sample. */
export const textbookBootstrap = (rows: Rows, draws: Int32Array, replicates: number): number => {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const drawn = draws.subarray(replicate * rows.length, (replicate + 1) * rows.length);
    greatest = Math.max(greatest, textbookAlpha(Array.from(drawn, (unit) => rows[unit] ?? [])));
  }
  return greatest;
};

type Kind = 'unweighted' | 'quadratic' | 'ordinal';

const weightOf = (kind: Kind, values: readonly number[], i: number, j: number): number => {
  const [a, b] = [values[i] as number, values[j] as number];
  const range = (values.at(-1) as number) - (values[0] as number);
  const places = Math.abs(i - j) + 1;
  switch (kind) {
    case 'unweighted':
      return i === j ? 1 : 0;
    case 'quadratic':
      return 1 - ((a - b) / range) ** 2;
    case 'ordinal':
      return 1 - (places * (places - 1)) / (values.length * (values.length - 1));
  }
};

/** Gwet 2014: AC with weights, or Fleiss' kappa in the same form; the standard error too, as the packages compute it. */
export const textbookGwet = (rows: Rows, kind: Kind, model: 'ac' | 'fleiss') => {
  const values = valuesOf(rows);
  const q = values.length;
  const counts = countsOf(rows, values);
  const weights = values.map((_, i) => values.map((__, j) => weightOf(kind, values, i, j)));
  const shares = values.map((_, k) => mean(counts.map((row) => (row[k] as number) / sum(row))));
  const agreements = counts.map((row) => {
    const total = sum(row);
    const pairs = row.map((count, k) => {
      const weighted = sum((weights[k] as number[]).map((weight, l) => weight * (row[l] as number)));
      return count * (weighted - 1);
    });
    return sum(pairs) / (total * (total - 1));
  });
  const worth =
    model === 'ac'
      ? shares.map((share) => ((1 - share) * sum(weights.flat())) / (q * (q - 1)))
      : weights.map((row) => sum(row.map((weight, l) => weight * (shares[l] as number))));
  const pa = mean(agreements);
  const pe = sum(shares.map((share, k) => share * (worth[k] as number)));
  const value = (pa - pe) / (1 - pe);
  const moves = counts.map((row, unit) => {
    const chance = sum(row.map((count, k) => count * (worth[k] as number))) / sum(row);
    const own = ((agreements[unit] as number) - pe) / (1 - pe);
    return (own - (2 * (1 - value) * (chance - pe)) / (1 - pe) - value) ** 2;
  });
  return { value, se: Math.sqrt(sum(moves) / (rows.length * (rows.length - 1))) };
};

/** Shrout & Fleiss 1979, ICC(2,1), of complete rows: means by row and by column, and what they leave. */
export const textbookIcc = (rows: readonly (readonly number[])[]): number => {
  const n = rows.length;
  const k = rows[0]?.length ?? 0;
  const rowMeans = rows.map((row) => mean(row));
  const columnMeans = Array.from({ length: k }, (_, rater) => mean(rows.map((row) => row[rater] as number)));
  const grand = mean(rowMeans);
  const between = (k * sum(rowMeans.map((one) => (one - grand) ** 2))) / (n - 1);
  const raters = (n * sum(columnMeans.map((one) => (one - grand) ** 2))) / (k - 1);
  const left = rows.map((row, unit) =>
    sum(
      row.map(
        (value, rater) => (value - (rowMeans[unit] as number) - (columnMeans[rater] as number) + grand) ** 2,
      ),
    ),
  );
  const residual = sum(left) / ((n - 1) * (k - 1));
  return (between - residual) / (between + (k - 1) * residual + (k * (raters - residual)) / n);
};

/** Cohen 1968, quadratic weights: the table of pairs, and the one expected of its margins. */
export const textbookKappa = (first: readonly number[], second: readonly number[]): number => {
  const values = [...new Set([...first, ...second])].sort((a, b) => a - b);
  const place = new Map(values.map((value, at) => [value, at]));
  const table = values.map(() => values.map(() => 0));
  for (const [at, rating] of first.entries()) {
    const row = table[place.get(rating) ?? 0] as number[];
    const column = place.get(second[at] as number) ?? 0;
    row[column] = (row[column] as number) + 1;
  }
  const rows = table.map(sum);
  const columns = values.map((_, j) => sum(table.map((row) => row[j] as number)));
  const n = sum(rows);
  let [po, pe] = [0, 0];
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const weight = weightOf('quadratic', values, i, j);
      po += (weight * count) / n;
      pe += (weight * (rows[i] as number) * (columns[j] as number)) / n ** 2;
    }
  }
  return (po - pe) / (1 - pe);
};
