import type { DecisionRow } from '../../shared/agreement/generalizability-decision.ts';
import type { Design } from '../../shared/agreement/generalizability-designs.ts';
import type { Generalizability, Study } from '../../shared/agreement/generalizability-result.ts';
import { csvLine } from './ratings/csv-line.ts';

/** One study as a JSON value, with the fields of the method that was chosen beside the design. */
export const studyJson = (result: Generalizability) => {
  const { design, criterion, n, cut, target, study, other, sentences, warnings } = result;
  return {
    design,
    ...(study === null
      ? { method: null, varComp: null, undefined: result.undefined }
      : fieldsOf(design, study)),
    criterion,
    n: study?.n ?? n,
    target,
    ...(cut === null ? {} : { cut }),
    other: other === null ? { undefined: result.otherUndefined } : fieldsOf(design, other),
    sentences,
    warnings,
  };
};

const fieldsOf = (design: Design, study: Study) => {
  const rows = (own: readonly DecisionRow[]) => own.map((row) => rowJson(design, row));
  const { dStudy, dStudyRandom_truncatedAt0: random, dStudyItemsFixed_truncatedAt0: fixed, ...rest } = study;
  const { method, varComp, MS, df, SS, ciMethod, needed, ...more } = rest;
  return {
    method,
    varComp,
    ...(MS === undefined ? {} : { MS, df, SS }),
    ...more,
    ci_method: ciMethod,
    dStudy: rows(dStudy),
    // The same list under the name that the reference has for it, which tells it from the next.
    ...(design === 'p×r×i' ? { dStudyRandom_untruncated: rows(dStudy) } : {}),
    dStudyRandom_truncatedAt0: rows(random),
    ...(fixed === undefined ? {} : { dStudyItemsFixed_truncatedAt0: rows(fixed) }),
    needed: needed.map((one) => rowJson(design, one)),
  };
};

/** Items are the tasks where raters are nested in them, and are none in p × r. */
const rowJson = <Row extends { readonly nItems: number; readonly itemsFixed?: boolean }>(
  design: Design,
  row: Row,
) => {
  if (design === 'p×r×i') return row;
  const { nItems, itemsFixed, ...rest } = row;
  if (design === 'p×r') return rest;
  return { ...rest, nTasks: nItems, ...(itemsFixed === undefined ? {} : { tasksFixed: itemsFixed }) };
};

const columns = [
  'criterion',
  'design',
  'method',
  'quantity',
  'component',
  'raters',
  'items',
  'items_fixed',
  'value',
  'ci95_low',
  'ci95_high',
  'note',
] as const;

type Line = Partial<Record<(typeof columns)[number], string | number | boolean | null>>;

/** A line for each number of each study. */
export const studiesCsv = (results: readonly Generalizability[]): string[] => [
  csvLine(columns),
  ...results.flatMap(linesOf).map((line) => csvLine(columns.map((name) => line[name]))),
];

const linesOf = (result: Generalizability): Line[] => {
  const { design, study, other } = result;
  const about = { criterion: result.criterion ?? '', design };
  if (study === null && other === null) {
    return [{ ...about, quantity: 'undefined', note: result.undefined ?? '' }];
  }
  return [study, other].flatMap((one) =>
    one === null ? [] : studyLines(one).map((line) => ({ ...about, method: one.method, ...line })),
  );
};

const studyLines = (study: Study): Line[] => {
  const bounds = (interval: readonly [number, number] | null | undefined): Line => ({
    ci95_low: interval?.[0] ?? null,
    ci95_high: interval?.[1] ?? null,
  });
  const components = Object.entries(study.varComp).flatMap(([component, value]) => [
    { quantity: 'varComp', component, value, ...bounds(study.ci95[component]) },
    { quantity: 'percentOfTotal', component, value: study.percentOfTotal[component] ?? null },
  ]);
  const rowLines = (row: DecisionRow, fixed: boolean): Line[] => {
    const at = { raters: row.nRaters, items: row.nItems, items_fixed: fixed };
    return [
      { ...at, quantity: 'G', value: row.G, ...bounds(row.G_ci95) },
      { ...at, quantity: 'Phi', value: row.Phi, ...bounds(row.Phi_ci95) },
      { ...at, quantity: 'relativeSEM', value: row.relativeSEM, ...bounds(row.relativeSEM_ci95) },
      { ...at, quantity: 'absoluteSEM', value: row.absoluteSEM, ...bounds(row.absoluteSEM_ci95) },
      ...(row.PhiLambda === undefined
        ? []
        : [{ ...at, quantity: 'PhiLambda', value: row.PhiLambda, ...bounds(row.PhiLambda_ci95) }]),
    ];
  };
  const needed = study.needed.map((one) => ({
    quantity: `raters for ${one.coefficient} ${one.target}`,
    items: one.nItems,
    items_fixed: one.itemsFixed,
    value: one.nRaters,
    ci95_low: one.nRaters_ci95[0],
    ci95_high: one.nRaters_ci95[1],
    note: one.nRaters === null ? `none: the limit is ${one.limit}` : '',
  }));
  return [
    ...components,
    ...study.dStudyRandom_truncatedAt0.flatMap((row) => rowLines(row, false)),
    ...(study.dStudyItemsFixed_truncatedAt0 ?? []).flatMap((row) => rowLines(row, true)),
    ...needed,
  ];
};
