import { cellOf } from './facets-cell.ts';
import type { FacetsData, FacetsParameters, StepModel } from './facets-data.ts';
import { type Layout, layoutOf, spreadCovariance, vectorOf } from './facets-free.ts';
import { type PersonRows, personRowsOf } from './facets-person-rows.ts';
import { eliminated, fillSlopes, type Slopes, slopesOf } from './facets-slopes.ts';
import type { Subsets } from './facets-subsets.ts';
import { invertDefinite } from './linear.ts';

/**
 * Unconditional standard errors: with the uncertainty of all other measures in them. NaN where the ratings do not
 * determine a measure.
 */
export type UnconditionalErrors = {
  readonly criteria: Float64Array;
  readonly raters: Float64Array;
  readonly steps: Float64Array;
  readonly persons: Float64Array | null;
};

type Classes = Pick<Subsets, 'ofRater' | 'raters' | 'ofPerson' | 'criteria'>;

/**
 * From the inverse of the full information, persons among the parameters, at a joint fit. A person of a subset is
 * measured from the raters of that subset, as `centredOn` prints it. Null when the information is not definite.
 */
export const jointErrors = (
  data: FacetsData,
  model: StepModel,
  parameters: FacetsParameters,
  theta: Float64Array,
  classes: Classes,
): UnconditionalErrors | null => {
  const layout = layoutOf(data, model, 0);
  const rows = personRowsOf(data, layout);
  const slopes = slopesOf(layout, rows);
  fillSlopes(slopes, rows, layout, { full: vectorOf(layout, parameters), theta }, cellOf(data.top));
  const inverse = invertDefinite(eliminated(layout, rows, slopes, data.flat).matrix, layout.free);
  if (inverse === null) return null;
  const covariance = spreadCovariance(layout, inverse);
  return errorsFrom(layout, rows, slopes, covariance, data, classes);
};

/** The mean of the raters of each subset, as a form over all parameters. */
const subsetMeans = (layout: Layout, { ofRater, raters }: Classes): Float64Array[] => {
  const size = new Float64Array(raters);
  for (const own of ofRater) size[own] = (size[own] as number) + 1;
  return Array.from({ length: raters }, (_, subset) => {
    const form = new Float64Array(layout.full);
    ofRater.forEach((own, r) => {
      if (own === subset) form[layout.criteria + r] = 1 / (size[subset] as number);
    });
    return form;
  });
};

const times = (matrix: Float64Array, form: Float64Array): Float64Array => {
  const n = form.length;
  const result = new Float64Array(n);
  for (let a = 0; a < n; a += 1) {
    const value = form[a] as number;
    if (value === 0) continue;
    for (let b = 0; b < n; b += 1) result[b] = (result[b] as number) + value * (matrix[a * n + b] as number);
  }
  return result;
};

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);

/** The subset of raters by which each person is measured: that of the person's first rating. */
const ratersOfPersons = (data: FacetsData, { ofRater }: Classes): Uint32Array => {
  const own = new Uint32Array(data.persons);
  for (let row = data.person.length - 1; row >= 0; row -= 1)
    own[data.person[row] as number] = ofRater[data.rater[row] as number] as number;
  return own;
};

type Work = {
  readonly layout: Layout;
  readonly covariance: Float64Array;
  /** By subset of raters: the mean of its raters as a form, and its covariance with all parameters. */
  readonly forms: readonly Float64Array[];
  readonly formsBy: readonly Float64Array[];
  /** What the mean of all persons has over the parameters, and its covariance with them. */
  readonly origin: Float64Array;
  readonly originBy: Float64Array;
  /** What of the variance of the mean of all persons is theirs alone. */
  readonly spreadOfMean: number;
};

/**
 * Eliminating the persons, θ_p = (…) − c_p·ξ/I_p, so a form a·θ + b·ξ has variance Σ a²/I + w·C·w with
 * w = b − Σ a_p c_p/I_p. Raters are λ_r − mean of the subset, criteria δ_i − mean θ, persons θ_p − mean θ, each θ
 * measured from its subset's raters.
 */
const errorsFrom = (
  layout: Layout,
  rows: PersonRows,
  slopes: Slopes,
  covariance: Float64Array,
  data: FacetsData,
  classes: Classes,
): UnconditionalErrors => {
  const { criteria, raters, full: n } = layout;
  const forms = subsetMeans(layout, classes);
  const formsBy = forms.map((form) => times(covariance, form));
  const byPerson = ratersOfPersons(data, classes);
  const { origin, spreadOfMean } = meanOfPersons(layout, rows, slopes, forms, byPerson);
  const originBy = times(covariance, origin);
  const work = { layout, covariance, forms, formsBy, origin, originBy, spreadOfMean };
  const own = (a: number): number => covariance[a * n + a] as number;
  const ofMean = dot(origin, originBy) + spreadOfMean;
  const unlinked = classes.criteria > 1;
  return {
    raters: Float64Array.from({ length: raters }, (_, r) => {
      const subset = classes.ofRater[r] as number;
      const by = formsBy[subset] as Float64Array;
      const a = criteria + r;
      return root(own(a) - 2 * (by[a] as number) + dot(forms[subset] as Float64Array, by));
    }),
    criteria: Float64Array.from({ length: criteria }, (_, i) =>
      unlinked ? Number.NaN : root(own(i) + 2 * (originBy[i] as number) + ofMean),
    ),
    steps: Float64Array.from({ length: layout.sets * layout.top }, (_, j) =>
      root(own(criteria + raters + j)),
    ),
    persons: unlinked ? null : personErrors(work, rows, slopes, byPerson),
  };
};

const root = (variance: number): number => (variance > 0 ? Math.sqrt(variance) : Number.NaN);

const meanOfPersons = (
  layout: Layout,
  { touched, touchedStarts }: PersonRows,
  { crossed, informationByPerson }: Slopes,
  forms: readonly Float64Array[],
  byPerson: Uint32Array,
): Pick<Work, 'origin' | 'spreadOfMean'> => {
  const persons = byPerson.length;
  const origin = new Float64Array(layout.full);
  const shareOf = new Float64Array(forms.length);
  let spreadOfMean = 0;
  for (let p = 0; p < persons; p += 1) {
    const share = 1 / ((informationByPerson[p] as number) * persons);
    spreadOfMean += share / persons;
    for (let on = touchedStarts[p] as number; on < (touchedStarts[p + 1] as number); on += 1) {
      const a = touched[on] as number;
      origin[a] = (origin[a] as number) + share * (crossed[on] as number);
    }
    const subset = byPerson[p] as number;
    shareOf[subset] = (shareOf[subset] as number) + 1 / persons;
  }
  forms.forEach((form, subset) => {
    form.forEach((value, a) => {
      origin[a] = (origin[a] as number) + value * (shareOf[subset] as number);
    });
  });
  return { origin, spreadOfMean };
};

const personErrors = (
  { layout, covariance, forms, formsBy, origin, originBy, spreadOfMean }: Work,
  { touched, touchedStarts }: PersonRows,
  { crossed, informationByPerson }: Slopes,
  byPerson: Uint32Array,
): Float64Array => {
  const n = layout.full;
  const ofMean = dot(origin, originBy);
  const ofForms = forms.map(
    (form, subset) => dot(form, formsBy[subset] as Float64Array) + ofMean - 2 * dot(form, originBy),
  );
  return Float64Array.from(byPerson, (subset, p) => {
    const by = formsBy[subset] as Float64Array;
    const information = informationByPerson[p] as number;
    const end = touchedStarts[p + 1] as number;
    let [square, along] = [0, 0];
    for (let on = touchedStarts[p] as number; on < end; on += 1) {
      const a = touched[on] as number;
      const value = -(crossed[on] as number) / information;
      along += value * ((originBy[a] as number) - (by[a] as number));
      let row = 0;
      for (let other = touchedStarts[p] as number; other < end; other += 1)
        row -= (crossed[other] as number) * (covariance[a * n + (touched[other] as number)] as number);
      square += (value * row) / information;
    }
    const alone = (1 - 2 / byPerson.length) / information + spreadOfMean;
    return root(alone + square + 2 * along + (ofForms[subset] as number));
  });
};
