import { fail, ok, type Result } from '../lib/result.ts';
import type { FacetsData } from './facets-data.ts';
import { type FitReport, fitStatistics } from './facets-fit-statistics.ts';
import { pointsOf } from './facets-places.ts';
import { summaryOf } from './facets-summary.ts';
import type { RatingTable } from './rating-table.ts';
import { interactionsOf, type Residuals } from './severity-bias.ts';
import { driftOf } from './severity-drift.ts';
import { criterionReports, finite, type Parts, personReports, raterReports } from './severity-elements.ts';
import { fairAverages, scoreValues } from './severity-fair.ts';
import { type Fitted, fitSeverity } from './severity-fit.ts';
import { adjustedMeasures, corrected } from './severity-measures.ts';
import type { GlobalFit, SeverityOptions, SeverityReport, SubsetReport } from './severity-report.ts';
import { type Categories, categoriesOf } from './severity-scale.ts';
import { type Coded, codedOf, type Selection, selectRatings } from './severity-selection.ts';
import { severitySentences } from './severity-sentences.ts';
import { categoryReports, stepReports } from './severity-steps.ts';
import { runaways, severityWarnings } from './severity-warnings.ts';

/**
 * Many-facet Rasch analysis (Linacre 1989) of a table of ratings: units are the persons. P(k) ∝ exp(kθ − k(δ_i + λ_r) −
 * Σ_{j≤k} τ_j). All measures in logits, averages in the scores of the file. In words when nothing can be estimated.
 */
export const severityOf = (table: RatingTable, options: SeverityOptions): Result<SeverityReport, string> => {
  const found = categoriesOf(table, options.categories);
  if (!found.ok) return found;
  const categories = found.value;
  const selection = selectRatings(table, categories, options.model, options.method === 'marginal');
  const coded = codedOf(table, categories, selection);
  const problem = whyNot(table, coded);
  if (problem !== null) return fail(problem);
  return ok(reportOf(table, options, categories, selection, coded));
};

const whyNot = (table: RatingTable, { data }: Coded): string | null => {
  const rating = new Set(table.rater);
  if (table.score.length === 0) return 'There are no ratings.';
  if (rating.size < 2) {
    return 'All ratings are by one rater. Severity compares raters with each other: it needs two or more.';
  }
  if (new Set(table.score).size < 2) {
    const score = table.labels?.[table.score[0] as number] ?? table.score[0];
    return `Every rating is ${score}: without any difference between scores nobody can be told to be severe.`;
  }
  if (data.score.length === 0 || data.raters < 2 || data.top === 0) {
    return 'Once submissions, raters and criteria with the lowest or the highest score only are set aside, too little is left to compare raters.';
  }
  return null;
};

const reportOf = (
  table: RatingTable,
  options: SeverityOptions,
  categories: Categories,
  selection: Selection,
  coded: Coded,
): SeverityReport => {
  const { data } = coded;
  const raw = fitSeverity(data, options);
  const { fitted, factor } = shrunk(coded, raw, options);
  const statistics = statisticsOf(data, raw, factor === null ? null : fitted);
  const [persons = [], raters = [], criteria = []] = statistics.groups;
  const averagePerson = options.method === 'marginal' ? 0 : mean(fitted.theta);
  const parts: Parts = {
    table,
    categories,
    selection,
    coded,
    fitted,
    errorFactor: Math.sqrt(factor ?? 1),
    adjusted: adjustedMeasures(table, categories, selection, coded, fitted),
    fair: fairAverages(coded, selection, categories, fitted.parameters, averagePerson),
    statistics: { persons, raters, criteria },
  };
  // Residuals are those of the fit as it was maximised, also when the measures are then shrunk.
  const residuals: Residuals = {
    placed: { data, parameters: raw.parameters, places: raw.places },
    values: scoreValues(data, selection, categories, coded.criteria.all),
    severities: raw.parameters.raters,
  };
  return assembled(parts, options, { raw, statistics, factor }, changesOf(parts, residuals, options, factor));
};

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** With the bias correction if it is asked for. */
const shrunk = (
  { data }: Coded,
  raw: Fitted,
  { method, biasCorrection }: SeverityOptions,
): { readonly fitted: Fitted; readonly factor: number | null } => {
  if (method !== 'joint' || !biasCorrection) return { fitted: raw, factor: null };
  const { factor, parameters, theta } = corrected(data, raw);
  return { fitted: { ...raw, parameters, theta, places: pointsOf(theta) }, factor };
};

/** Fit at the maximum (as Winsteps does when it corrects), information and errors at the measures that are printed. */
const statisticsOf = (data: FacetsData, raw: Fitted, printed: Fitted | null): FitReport => {
  const groupings = [
    { size: data.persons, of: data.person },
    { size: data.raters, of: data.rater },
    { size: data.criteria, of: data.criterion },
  ];
  const found = fitStatistics(data, raw.parameters, raw.places, groupings);
  if (printed === null) return found;
  const there = fitStatistics(data, printed.parameters, printed.places, groupings).groups;
  const groups = found.groups.map((group, facet) =>
    group.map((one, at) => {
      const { information = one.information, se = one.se } = there[facet]?.[at] ?? {};
      return { ...one, information, se };
    }),
  );
  return { ...found, groups };
};

type Changes = Pick<SeverityReport, 'interactions' | 'drift'> & { readonly undated: number };

const changesOf = (
  { table, selection, coded, fitted }: Parts,
  residuals: Residuals,
  { interactions, window, method }: SeverityOptions,
  factor: number | null,
): Changes => {
  const times = Float64Array.from(selection.rows, (row) => table.time?.[row] ?? Number.NaN);
  const perPerson = coded.data.score.length / coded.data.persons;
  const stretch = perPerson > 1 ? perPerson / (perPerson - 1) : 1;
  const { raters } = fitted.parameters;
  return {
    interactions: interactions ? interactionsOf(residuals, coded, table) : null,
    drift:
      window === null
        ? null
        : driftOf(residuals, times, window, {
            names: Array.from(coded.raters.all, (r) => table.raters[r] as string),
            severities: raters,
            // Joint changes are stretched; they are printed as the severities are.
            factor: method === 'marginal' ? 1 / stretch : (factor ?? 1),
            stretch,
          }),
    undated: times.reduce((count, time) => count + (Number.isNaN(time) ? 1 : 0), 0),
  };
};

const assembled = (
  parts: Parts,
  options: SeverityOptions,
  { raw, statistics, factor }: { raw: Fitted; statistics: FitReport; factor: number | null },
  { interactions, drift, undated }: Changes,
): SeverityReport => {
  const { table, categories, selection, coded, fitted } = parts;
  const [persons, raters, criteria] = [personReports(parts), raterReports(parts), criterionReports(parts)];
  const elements = { persons, raters, criteria };
  const steps = stepReports(table, categories, selection, coded, fitted, parts.errorFactor);
  const subsets = subsetReports(parts);
  const counted = categoryReports(categories);
  const said = {
    model: modelOf(options, fitted, factor),
    constraints: constraintsOf(options, subsets.length),
    n: countsOf(table, selection, elements),
    categories: counted,
    converged: isUsable(raw, options) && runaways({ ...elements, steps }).length === 0,
    iterations: raw.iterations,
    deviance: -2 * raw.loglik,
    fit: globalFit(raw, statistics, coded.data.persons),
    raters,
    criteria,
    steps,
    persons,
    summaries: summariesOf(elements, options),
    subsets,
    interactions,
    drift,
    warnings: severityWarnings({
      table,
      options,
      categories,
      selection,
      coded,
      fitted: raw,
      categoryReports: counted,
      ...elements,
      steps,
      subsets,
      interactions,
      drift,
      undated,
    }),
  };
  return { ...said, sentences: severitySentences(said) };
};

/** Without a joint information there is no single maximum. A marginal one is singular too when persons do not differ. */
const isUsable = ({ converged, errors }: Fitted, { method }: SeverityOptions): boolean =>
  converged && (method === 'marginal' || errors !== null);

type Elements = Pick<SeverityReport, 'persons' | 'raters' | 'criteria'>;

const countsOf = (
  table: RatingTable,
  selection: Selection,
  { persons, raters, criteria }: Elements,
): SeverityReport['n'] => ({
  persons: persons.filter(({ ratings }) => ratings > 0).length,
  raters: raters.filter(({ ratings }) => ratings > 0).length,
  criteria: criteria.filter(({ ratings }) => ratings > 0).length,
  ratings: table.score.length,
  ratingsInFit: selection.rows.length,
});

/** Of the elements in the fit. Measures of subsets cannot be compared, so each is taken from its subset's mean. */
const summariesOf = (
  { persons, raters, criteria }: Elements,
  { method }: SeverityOptions,
): SeverityReport['summaries'] => {
  const apart = method === 'joint';
  const inFit = <One extends { readonly n: number }>(all: readonly One[]): One[] =>
    all.filter(({ n }) => n > 0);
  return {
    // Posterior means are drawn to the middle already: their reliability is another one (fit.eapReliability).
    persons: apart
      ? summaryOf(inFit(persons).map(({ theta, se, subset }) => spreadPart(theta, se, subset)))
      : null,
    raters: summaryOf(
      inFit(raters).map(({ estimate, seModel, subset }) => spreadPart(estimate, seModel, apart ? subset : 1)),
    ),
    criteria: summaryOf(
      inFit(criteria).map(({ estimate, seModel, subset }) =>
        spreadPart(estimate, seModel, apart ? subset : 1),
      ),
    ),
  };
};

const spreadPart = (measure: number | null, se: number | null, subset: number | null) => ({
  measure: measure ?? Number.NaN,
  se: se ?? Number.NaN,
  subset: subset ?? 0,
});

const subsetReports = ({ table, coded, fitted }: Parts): SubsetReport[] => {
  const { data, raters } = coded;
  const { subsets } = fitted;
  const persons = new Float64Array(subsets.raters);
  const seen = new Uint8Array(data.persons);
  for (let row = 0; row < data.person.length; row += 1) {
    const person = data.person[row] as number;
    const subset = subsets.ofRater[data.rater[row] as number] as number;
    if (seen[person] === 0) persons[subset] = (persons[subset] as number) + 1;
    seen[person] = 1;
  }
  return Array.from({ length: subsets.raters }, (_, subset) => ({
    subset: subset + 1,
    raters: Array.from(raters.all, (r) => table.raters[r] as string).filter(
      (_name, at) => subsets.ofRater[at] === subset,
    ),
    persons: persons[subset] as number,
  }));
};

const modelOf = (
  { method, model }: SeverityOptions,
  { marginal }: Fitted,
  factor: number | null,
): SeverityReport['model'] => ({
  method,
  steps: model,
  formula:
    model === 'rating-scale'
      ? 'P(k) ∝ exp(k(θ − δ_i − λ_r) − Σ_{j≤k} τ_j)'
      : 'P(k) ∝ exp(k(θ − δ_i − λ_r) − Σ_{j≤k} τ_ij)',
  biasCorrection: factor,
  ...(marginal === null ? {} : { nodes: marginal.nodes, reach: marginal.reach }),
});

const constraintsOf = ({ method }: SeverityOptions, subsets: number): string => {
  const raters = subsets > 1 && method === 'joint' ? 'raters sum to 0 in each subset' : 'raters sum to 0';
  const origin =
    method === 'joint' ? 'mean theta = 0 over persons without extreme scores' : 'theta ~ N(0, variance)';
  return `${origin}; ${raters}; steps sum to 0; criteria free`;
};

const globalFit = (
  { loglik, npar, residual, marginal }: Fitted,
  { overall, beyond2, beyond3 }: FitReport,
  persons: number,
): GlobalFit => {
  const deviance = -2 * loglik;
  const common = {
    loglik,
    npar,
    AIC: marginal === null ? null : deviance + 2 * npar,
    BIC: marginal === null ? null : deviance + Math.log(persons) * npar,
    ratings: overall.n,
    infit: overall.infit,
    outfit: overall.outfit,
    beyond2,
    beyond3,
  };
  if (marginal === null) return { ...common, maxAbsScoreResidual: residual };
  const { variance, se, eap, eapSd } = marginal.fit;
  return {
    ...common,
    maxAbsGradient: residual,
    variance,
    variance_se: finite(se?.variance),
    eapReliability: reliabilityOf(eap, eapSd),
  };
};

/** The share of the variance of the persons that their posterior means have. */
const reliabilityOf = (eap: Float64Array, sd: Float64Array): number | null => {
  if (eap.length < 2) return null;
  const centre = mean(eap);
  const between = eap.reduce((sum, value) => sum + (value - centre) ** 2, 0) / eap.length;
  const within = mean(sd.map((value) => value * value));
  return between + within > 0 ? between / (between + within) : null;
};
