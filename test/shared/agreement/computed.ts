import { additiveAlpha } from '../../../shared/agreement/additive.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import {
  type AgreementBase,
  agreementBase,
  alphaWithWeights,
  brennanPrediger,
  type ChanceCorrected,
  congerKappa,
  fleissKappa,
  gwetAc,
  pairwiseAgreement,
} from '../../../shared/agreement/chance-corrected.ts';
import { cohenKappa, pairTable, shareWithin } from '../../../shared/agreement/cohen.ts';
import { blandAltman, linConcordance, meanCorrelations } from '../../../shared/agreement/concordance.ts';
import { crossedReml, iccFromVariances } from '../../../shared/agreement/crossed-reml.ts';
import { fleissComplete } from '../../../shared/agreement/fleiss.ts';
import {
  type Components,
  type DStudy,
  decisionStudy,
  personsByRaters,
  personsByRatersByItems,
} from '../../../shared/agreement/generalizability.ts';
import { completeGrid, type IccType, icc, meanSquares } from '../../../shared/agreement/icc.ts';
import { coincidences, krippendorffAlpha, type Metric } from '../../../shared/agreement/krippendorff.ts';
import {
  type CountTable,
  columnsOf,
  completeUnits,
  countTable,
  type Panel,
} from '../../../shared/agreement/panel.ts';
import { kendallW, rankGrid } from '../../../shared/agreement/ranks.ts';
import { tQuantileTwoSided } from '../../../shared/agreement/special-functions.ts';
import { agreementWeights, type WeightKind, type Weights } from '../../../shared/agreement/weights.ts';
import { closedForm, type Ours, reml, remlStoppedEarly } from './comparison.ts';
import {
  blockOf,
  hasLabels,
  type Matrix,
  matrixOf,
  pairMatrix,
  pairOf,
  panelFrom,
  type ReferenceDataset,
  type ReferenceValue,
  ratingsFrom,
} from './reference-data.ts';

type Case = {
  readonly dataset: ReferenceDataset;
  readonly matrix: Matrix;
  readonly options: ReferenceValue['options'];
  /** What the reference holds, to know how many of a list to compute. Never copied. */
  readonly asked: ReferenceValue['values'];
};

export type WeightMaker = typeof agreementWeights;

const coefficients: Readonly<Record<string, (base: AgreementBase, panel: Panel) => ChanceCorrected | null>> =
  {
    gwet_ac: gwetAc,
    fleiss_kappa_gwet: fleissKappa,
    scott_pi: fleissKappa,
    brennan_prediger: brennanPrediger,
    percent_agreement_pairwise: pairwiseAgreement,
    krippendorff_alpha_gwet_weights: alphaWithWeights,
    conger_kappa: congerKappa,
  };

const fieldsOf = (found: ChanceCorrected): Ours => {
  const { value, se, ci95, p, pa, pe, n } = found;
  return { fields: { value, se, ci95, p, pa, pe, n } };
};

/** The packages' functions for tables take a variance over n, not n − 1, and the interval from that. */
const overN = ({ value, se, n }: Pick<ChanceCorrected, 'value' | 'se' | 'n'>, share: number): Ours => {
  const scaled = se * share;
  const reach = tQuantileTwoSided(0.05, n - 1) * scaled;
  return { fields: { value, se: scaled, ci95: [value - reach, Math.min(1, value + reach)] } };
};

/** The scores of a count table without ratings behind it: places of the categories. */
const countsOf = ({ counts = [], categories = [] }: ReferenceDataset): CountTable => ({
  units: counts.length,
  categories: categories.length,
  counts: Uint16Array.from(counts.flat()),
  totals: Uint16Array.from(counts, (row) => row.reduce((sum, one) => sum + one, 0)),
});

const places = (count: number): Float64Array => Float64Array.from({ length: count }, (_, at) => at);

const chanceCorrected = (statistic: string, one: Case, weigh: WeightMaker): Ours | null => {
  const of = coefficients[statistic];
  const { input, weights } = one.options;
  if (of === undefined) return null;
  if (input === 'counts') {
    const table = countsOf(one.dataset);
    const base = agreementBase(table, weigh(weights as WeightKind, places(table.categories), 'value'));
    const found = of(base, panelFrom(one.matrix));
    if (found === null) return null;
    // The package's function for counts has another variance for alpha than its own for ratings, which is ours.
    const { value, pa, pe } = found;
    return statistic === 'krippendorff_alpha_gwet_weights' ? { fields: { value, pa, pe } } : fieldsOf(found);
  }
  const whole = input === 'table' ? pairMatrix(one.matrix, pairOf(one.dataset, one.options)) : one.matrix;
  // Conger as irr computes it stands on the complete units.
  const panel = input === undefined ? completeUnits(panelFrom(whole)) : panelFrom(whole);
  const base = agreementBase(countTable(panel), weigh(weights as WeightKind, panel.scale, 'value'));
  const found = of(base, panel);
  if (found === null) return null;
  return input === 'table' ? overN(found, Math.sqrt((found.n - 1) / found.n)) : fieldsOf(found);
};

const customWeights = ({ disagreementWeights = [] }: ReferenceDataset): Weights => {
  const most = Math.max(...disagreementWeights.flat());
  return {
    categories: disagreementWeights.length,
    table: Float64Array.from(disagreementWeights.flat(), (weight) => 1 - weight / most),
  };
};

const cohen = (statistic: string, { dataset, matrix, options }: Case, weigh: WeightMaker): Ours | null => {
  const panel = panelFrom(pairMatrix(matrix, pairOf(dataset, options)));
  const byPlace = /^index/.test(String(options.distance)) || hasLabels(dataset);
  const weights = String(options.weights).startsWith('custom')
    ? customWeights(dataset)
    : weigh(options.weights as WeightKind, panel.scale, byPlace ? 'index' : 'value');
  const found = cohenKappa(pairTable(columnsOf(panel), 0, 1), weights);
  if (found === null) return null;
  if (statistic === 'cohen_kappa_table') return overN(found, 1);
  const { value, se, ci95, seNull, z, p, max, n } = found;
  return { fields: { value, se, ci95, se_null: seNull, z, p, kappa_max: max, n } };
};

const light = ({ matrix, options }: Case, weigh: WeightMaker): Ours | null => {
  const panel = completeUnits(panelFrom(matrix));
  const seen = panelFrom(completeGrid(ratingsFrom(matrix)));
  const weights = weigh(options.weights as WeightKind, seen.scale, 'index');
  const complete = { ...seen, units: panel.units };
  const kappas: number[] = [];
  for (let first = 0; first < seen.raters; first += 1) {
    for (let second = first + 1; second < seen.raters; second += 1) {
      const found = cohenKappa(pairTable(columnsOf(complete), first, second), weights);
      if (found === null) return null;
      kappas.push(found.value);
    }
  }
  const value = kappas.reduce((sum, kappa) => sum + kappa, 0) / kappas.length;
  return { fields: { value, n: panel.units, pairs: kappas } };
};

const fleiss = ({ dataset, matrix, options }: Case): Ours | null => {
  const table = options.input === 'counts' ? countsOf(dataset) : countTable(completeUnits(panelFrom(matrix)));
  const found = fleissComplete(table);
  if (found === null) return null;
  const { value, seNull, z, p, n } = found;
  // The reference lists the categories that occur in complete units, in their order.
  const perCategory = found.perCategory.flatMap((category) =>
    category === null ? [] : [{ kappa: category.value, z: category.z, p: category.p }],
  );
  return { fields: { value, se_null: seNull, z, p, n, perCategory } };
};

const randolph = ({ matrix }: Case, weigh: WeightMaker): Ours | null => {
  const panel = panelFrom(completeGrid(ratingsFrom(matrix)));
  const found = brennanPrediger(agreementBase(countTable(panel), weigh('unweighted', panel.scale)));
  return found === null ? null : fieldsOf(found);
};

const alpha = ({ dataset, matrix, options }: Case): Ours | null => {
  const counted = options.input === 'counts';
  const table = counted ? countsOf(dataset) : countTable(panelFrom(matrix));
  const values = counted ? places(table.categories) : panelFrom(matrix).scale;
  const value = krippendorffAlpha(coincidences(table), options.metric as Metric, values);
  return value === null ? null : { fields: { value } };
};

const alphaBootstrap = ({ matrix, options }: Case): Ours | null => {
  const panel = panelFrom(matrix);
  const statistic = additiveAlpha(countTable(panel), options.metric as Metric, panel.scale);
  const found = bootstrap(statistic, { replicates: options.B as number, seed: options.seed as number });
  if (found === null) return null;
  return {
    fields: {
      value: found.value,
      replicates: found.replicates.length,
      nanReplicates: found.undefinedReplicates,
      ci95_percentile_type7: found.percentile95,
      bootSd: found.sd,
      first5: found.replicates.slice(0, 5),
    },
    tolerance: closedForm,
  };
};

const intraclass = ({ matrix, options }: Case): Ours | null => {
  const squares = meanSquares(completeGrid(ratingsFrom(matrix)));
  const found = icc(options.type as IccType, squares);
  if (found === null) return null;
  const { value, f, df1, df2, p, ci95, n, k } = found;
  const { between, raterwise, residual, within } = squares;
  const named = { MSB: between, MSJ: raterwise, MSE: residual, MSW: within, MSR: between, MSC: raterwise };
  return { fields: { value, F: f, df1, df2, p, ci95, n, k, ...named, numpy: value } };
};

const intraclassReml = ({ matrix, options }: Case): Ours | null => {
  const found = crossedReml(ratingsFrom(matrix));
  if (found === null || !found.converged) return null;
  const value = iccFromVariances(options.type as IccType, found, matrix.raters);
  const { units, raters, residual } = found;
  return {
    fields: { value, varUnits: units, varRaters: raters, varResidual: residual },
    tolerance: remlStoppedEarly,
  };
};

const kendall = ({ matrix, options }: Case): Ours | null => {
  const found = kendallW(rankGrid(completeGrid(ratingsFrom(matrix))), options.tieCorrected === true);
  if (found === null) return null;
  const { value, chiSquare, df, p, n, k } = found;
  return { fields: { value, chisq: chiSquare, df, p, n, k } };
};

const correlation = (of: 'scores' | 'ranks', { matrix, options }: Case): Ours | null => {
  const grid = completeGrid(ratingsFrom(matrix));
  const found = meanCorrelations(of === 'ranks' ? rankGrid(grid) : grid);
  if ('constantRater' in found) return null;
  return { fields: { value: options.fisherZ === true ? found.byFisherZ : found.mean } };
};

/** Lin and Bland–Altman were computed on the units that all raters scored. */
const scoresOfPair = ({ dataset, matrix, options }: Case): [Float64Array, Float64Array] => {
  const { values } = pairMatrix(completeGrid(ratingsFrom(matrix)), pairOf(dataset, options));
  return [values.filter((_, at) => at % 2 === 0), values.filter((_, at) => at % 2 === 1)];
};

const lin = (one: Case): Ours | null => {
  const found = linConcordance(...scoresOfPair(one));
  if (found === null) return null;
  const { value, ci95, biasCorrection, scaleShift, locationShift, n } = found;
  const shifts = {
    bias_correction_Cb: biasCorrection,
    scale_shift: scaleShift,
    location_shift: locationShift,
  };
  return { fields: { value, ci95, ...shifts, n } };
};

const differences = (one: Case): Ours => {
  const { bias, sd, seBias, biasCi95, limits, limits196, n } = blandAltman(...scoresOfPair(one));
  const ours = { bias, sd, se_bias: seBias, bias_ci95_t: biasCi95, loa95: limits, 'loa_1.96': limits196, n };
  return { fields: { ...ours, epiR_est: bias, epiR_lower: limits[0], epiR_upper: limits[1] } };
};

type Study = { readonly nRaters: number; readonly nItems?: number };

const studies = (asked: unknown, components: Components['varComp']) =>
  ((asked ?? []) as Study[]).map(({ nRaters, nItems = 1 }) =>
    named(decisionStudy(components, nRaters, nItems)),
  );

const named = ({ raters, items, relativeErrorVar, absoluteErrorVar, g, phi }: DStudy) => ({
  nRaters: raters,
  nItems: items,
  relativeErrorVar,
  absoluteErrorVar,
  G: g,
  Phi: phi,
});

const truncated = (components: Components['varComp']): Components['varComp'] =>
  Object.fromEntries(Object.entries(components).map(([name, value]) => [name, Math.max(0, value)]));

const generalizability = (found: Components, size: [number, number], one: Case): Ours => {
  const { asked, options } = one;
  const method = String(options.method);
  if (method.startsWith('ANOVA')) {
    return {
      fields: {
        MS: found.ms,
        SS: found.ss,
        df: found.df,
        varComp: found.varComp,
        dStudy: studies(asked.dStudy, found.varComp),
        dStudyRandom_untruncated: studies(asked.dStudyRandom_untruncated, found.varComp),
        dStudyRandom_truncatedAt0: studies(asked.dStudyRandom_truncatedAt0, truncated(found.varComp)),
      },
    };
  }
  if (method === 'REML') return { fields: { varComp: found.reml }, tolerance: reml };
  // The package fits by lme4's default optimiser, which stops at about 1e-3.
  const study = decisionStudy(found.reml, ...size);
  const { relativeErrorVar: varErrorRel, absoluteErrorVar: varErrorAbs, g: G, phi: Phi } = study;
  const fields = { G, Phi, varUniverse: found.reml.p, varErrorRel, varErrorAbs };
  return { fields, tolerance: { relative: 1e-3, floor: 1e-9 } };
};

const twoFacets = (one: Case): Ours => {
  const grid = completeGrid(ratingsFrom(one.matrix));
  const found = generalizability(personsByRaters(grid), [grid.raters, 1], one);
  const criterion = one.options.method === 'REML' ? crossedReml(ratingsFrom(grid))?.criterion : undefined;
  return criterion === undefined
    ? found
    : { ...found, fields: { ...found.fields, remlCriterion: criterion } };
};

const threeFacets = (one: Case): Ours => {
  const block = blockOf(one.dataset);
  return generalizability(personsByRatersByItems(block), [block.raters, block.items], one);
};

const withinTolerance = ({ dataset, matrix, options }: Case): Ours => {
  const panel = panelFrom(pairMatrix(matrix, pairOf(dataset, options)));
  const table = pairTable(columnsOf(panel), 0, 1);
  const value = shareWithin(table, panel.scale, options.tolerance as number);
  return { fields: { value, n: table.n } };
};

/** Ours for a reference value; null where the core computes nothing of the kind, or finds it undefined. */
export const computed = (
  { statistic, options, values }: ReferenceValue,
  dataset: ReferenceDataset,
  weigh: WeightMaker = agreementWeights,
): Ours | null => {
  const one: Case = { dataset, matrix: matrixOf(dataset), options, asked: values };
  switch (statistic) {
    case 'krippendorff_alpha':
      return alpha(one);
    case 'krippendorff_alpha_bootstrap':
      return alphaBootstrap(one);
    case 'cohen_kappa':
    case 'cohen_kappa_table':
      return cohen(statistic, one, weigh);
    case 'percent_agreement':
      return withinTolerance(one);
    case 'fleiss_kappa':
      return fleiss(one);
    case 'light_kappa':
      return light(one, weigh);
    case 'randolph_kappa':
      return randolph(one, weigh);
    case 'icc':
      return intraclass(one);
    case 'icc_reml':
      return intraclassReml(one);
    case 'kendall_w':
      return kendall(one);
    case 'mean_pearson':
      return correlation('scores', one);
    case 'mean_spearman':
      return correlation('ranks', one);
    case 'lin_ccc':
      return lin(one);
    case 'bland_altman':
      return differences(one);
    case 'gtheory_pxr':
      return twoFacets(one);
    case 'gtheory_pxrxi':
      return threeFacets(one);
    default:
      return chanceCorrected(statistic, one, weigh);
  }
};
