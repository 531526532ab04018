import type { FacetsData, StepModel } from '../../../shared/agreement/facets-data.ts';
import { type FitStatistics, fitStatistics } from '../../../shared/agreement/facets-fit-statistics.ts';
import { fitJoint } from '../../../shared/agreement/facets-joint.ts';
import { fitMarginal } from '../../../shared/agreement/facets-marginal.ts';
import { pointsOf } from '../../../shared/agreement/facets-places.ts';
import { compareInto, type Tally } from './comparison.ts';
import type { ReferenceDataset } from './reference-data.ts';

type Named = Readonly<Record<string, number>>;
type Fit = { readonly level: string };
type Parameter = { readonly parameter: string; readonly estimate: number; readonly se: number };

export type FacetsReference = {
  readonly dataset: string;
  readonly model: 'rsm' | 'pcm';
  readonly jml: {
    readonly removedPersons?: readonly (string | number)[];
    readonly loglik: number;
    readonly criteria: Named;
    readonly raters: Named;
    readonly steps: unknown;
    readonly fitByRater: readonly Fit[];
    readonly fitByCriterion: readonly Fit[];
    readonly persons: readonly { readonly person: string | number }[];
  };
  readonly mmlExact: {
    readonly deviance: number;
    readonly variance: number;
    readonly variance_se: number;
    readonly parameters: readonly Parameter[];
    readonly omittedRater: { readonly estimate: number; readonly se: number };
    readonly eap: readonly number[];
    readonly eap_sd: readonly number[];
  };
};

type Coded = { readonly data: FacetsData; readonly persons: string[]; readonly raters: string[] };

/** Long rows as the model reads them, persons and raters in the order of their names as the reference lists them. */
const codedWithout = (dataset: ReferenceDataset, removed: ReadonlySet<string>): Coded => {
  const { rows = [], minScore = 0, criteria = [] } = dataset;
  const kept = rows.filter(([person]) => !removed.has(String(person)));
  const persons = [...new Set(kept.map(([person]) => String(person)))].sort();
  const raters = [...new Set(kept.map(([, rater]) => String(rater)))].sort();
  const personAt = new Map(persons.map((name, at) => [name, at]));
  const scores = kept.flatMap(([person, rater, ...given]) =>
    given.flatMap((score, criterion) =>
      score === null
        ? []
        : [
            [
              personAt.get(String(person)) ?? 0,
              raters.indexOf(String(rater)),
              criterion,
              Number(score) - minScore,
            ],
          ],
    ),
  );
  const column = (at: number) => scores.map((score) => score[at] ?? 0);
  const top = Math.max(...rows.flatMap(([, , ...given]) => given.map(Number))) - minScore;
  const data = {
    persons: persons.length,
    raters: raters.length,
    criteria: criteria.length,
    top,
    person: Uint32Array.from(column(0)),
    rater: Uint16Array.from(column(1)),
    criterion: Uint16Array.from(column(2)),
    score: Uint8Array.from(column(3)),
  };
  return { data, persons, raters };
};

const byName = (names: readonly string[], values: Float64Array): Named =>
  Object.fromEntries(names.map((name, at) => [name, values[at] ?? Number.NaN]));

const stepsByName = (steps: Float64Array): Named =>
  Object.fromEntries(Array.from(steps, (step, at) => [`step${at + 1}`, step]));

const modelOf = ({ model }: FacetsReference): StepModel =>
  model === 'rsm' ? 'rating-scale' : 'partial-credit';

const fitNames = ({ n, infit, outfit, infitZ, outfitZ, information, se }: FitStatistics) => ({
  n,
  infit,
  outfit,
  infit_z: infitZ,
  outfit_z: outfitZ,
  information,
  seModel: se,
});

export const compareJoint = (tally: Tally, reference: FacetsReference, dataset: ReferenceDataset): void => {
  const { jml } = reference;
  const removed = new Set((jml.removedPersons ?? []).map(String));
  const { data, persons, raters } = codedWithout(dataset, removed);
  const criteria = dataset.criteria ?? [];
  const fit = fitJoint(data, modelOf(reference));
  if (!fit.converged) tally.failures.push(`${reference.dataset} ${reference.model} joint: not converged`);
  const { parameters, theta } = fit;
  const fitted = (names: readonly string[], of: ArrayLike<number>) => {
    const grouping = { size: names.length, of };
    const [found = []] = fitStatistics(data, parameters, pointsOf(theta), [grouping]).groups;
    return (name: string) => found[names.indexOf(name)] as FitStatistics;
  };
  const byRater = fitted(raters, data.rater);
  const byCriterion = fitted(criteria, data.criterion);
  const byPerson = fitted(persons, data.person);
  const top = data.top;
  const fields = {
    loglik: fit.logLikelihood,
    criteria: byName(criteria, parameters.criteria),
    raters: byName(raters, parameters.raters),
    steps:
      reference.model === 'rsm'
        ? stepsByName(parameters.steps)
        : Object.fromEntries(
            criteria.map((name, at) => [name, stepsByName(parameters.steps.slice(at * top, (at + 1) * top))]),
          ),
    fitByRater: jml.fitByRater.map(({ level }) => fitNames(byRater(level))),
    fitByCriterion: jml.fitByCriterion.map(({ level }) => fitNames(byCriterion(level))),
    persons: jml.persons.map(({ person }) => {
      const { n, score, se, infit, outfit } = byPerson(String(person));
      return { n, score, theta: theta[persons.indexOf(String(person))], se, infit, outfit };
    }),
  };
  const label = { dataset: reference.dataset, statistic: 'joint', options: { model: reference.model } };
  const asked = Object.fromEntries(Object.keys(fields).map((key) => [key, jml[key as keyof typeof fields]]));
  compareInto(tally, label, { fields, tolerance: { relative: 1e-6, floor: 1e-6 } }, asked);
};

export const compareMarginal = (
  tally: Tally,
  reference: FacetsReference,
  dataset: ReferenceDataset,
): void => {
  const { mmlExact } = reference;
  const { data, raters } = codedWithout(dataset, new Set());
  const criteria = dataset.criteria ?? [];
  const fit = fitMarginal(data, modelOf(reference));
  const label = { dataset: reference.dataset, statistic: 'marginal', options: { model: reference.model } };
  if (!fit.converged || fit.se === null) {
    tally.failures.push(`${reference.dataset} ${reference.model} marginal: not converged`);
    return;
  }
  const stepName = (at: number): string =>
    reference.model === 'rsm'
      ? `step${at + 1}`
      : `${criteria[Math.floor(at / data.top)]}:step${(at % data.top) + 1}`;
  const all = ({ criteria: ofCriteria, raters: ofRaters, steps }: typeof fit.parameters): Named => ({
    ...byName(criteria, ofCriteria),
    ...byName(raters, ofRaters),
    ...byName(
      raters.map((name) => `rater${name}`),
      ofRaters,
    ),
    ...Object.fromEntries(Array.from(steps, (step, at) => [stepName(at), step])),
  });
  const [estimates, errors] = [all(fit.parameters), all(fit.se)];
  const last = raters.length - 1;
  const { parameters, omittedRater, deviance, variance, variance_se, eap, eap_sd } = mmlExact;
  compareInto(
    tally,
    label,
    {
      fields: {
        deviance: fit.deviance,
        variance: fit.variance,
        estimate: parameters.map(({ parameter }) => estimates[parameter]),
        omitted: fit.parameters.raters[last],
        eap: fit.eap,
        eap_sd: fit.eapSd,
      },
      tolerance: { relative: 1e-6, floor: 1e-6 },
    },
    {
      deviance,
      variance,
      estimate: parameters.map(({ estimate }) => estimate),
      omitted: omittedRater.estimate,
      eap,
      eap_sd,
    },
  );
  compareInto(
    tally,
    label,
    {
      fields: {
        se: parameters.map(({ parameter }) => errors[parameter]),
        variance_se: fit.se.variance,
        omitted_se: fit.se.raters[last],
      },
      tolerance: { relative: 1e-4, floor: 1e-4 },
    },
    { se: parameters.map(({ se }) => se), variance_se, omitted_se: omittedRater.se },
  );
};
