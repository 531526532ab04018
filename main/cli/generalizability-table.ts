import type { DecisionRow, Interval } from '../../shared/agreement/generalizability-decision.ts';
import type { Design } from '../../shared/agreement/generalizability-designs.ts';
import { effectWords } from '../../shared/agreement/generalizability-reasons.ts';
import type { Generalizability, Study } from '../../shared/agreement/generalizability-result.ts';
import { shortNumber, type TextColumn, type TextRow, textTable } from './ratings/text-table.ts';

const left = (title: string): TextColumn => ({ title, align: 'left' });
const right = (title: string): TextColumn => ({ title, align: 'right' });

/** A study as a page for people: what it stands on, components, decisions, and sentences to read aloud. */
export const studyPage = (result: Generalizability, items: readonly number[] | null): string[] => {
  const { study, other, warnings, sentences } = result;
  const warned = warnings.map(({ text }) => `Warning: ${text}`);
  if (study === null) {
    return [heading(result), `  undefined: ${result.undefined}`, ...otherLines(result), ...warned];
  }
  return [
    heading(result),
    ...warned,
    '',
    ...componentTable(study),
    ...decisions(result.design, study, items ?? [study.n.items]),
    '',
    'Read aloud',
    ...sentences.map((text) => `  ${text}`),
    ...(other === null && result.otherUndefined === undefined ? [] : otherLines(result)),
  ];
};

const count = (n: number, one: string, many = `${one}s`): string =>
  `${Number.isInteger(n) ? n.toLocaleString('en') : n.toFixed(1)} ${n === 1 ? one : many}`;

const designWords: Readonly<Record<Design, string>> = {
  'p×r': 'submissions × raters',
  'p×r×i': 'submissions × raters × criteria',
  'p×(r:t)': 'submissions × raters within tasks',
};

const methodWords = { ANOVA: 'analysis of variance', REML: 'restricted maximum likelihood' } as const;

const heading = ({ design, criterion, study, n }: Generalizability): string => {
  const title = criterion === null ? '' : `${criterion}: `;
  const size = study?.n ?? n;
  const parts = [
    count(size.persons, 'submission'),
    design === 'p×(r:t)' ? `${count(size.raters, 'rater')} for each task` : count(size.raters, 'rater'),
    ...(design === 'p×r'
      ? []
      : [design === 'p×r×i' ? count(size.items, 'criterion', 'criteria') : count(size.items, 'task')]),
    count(size.ratings, 'rating'),
  ];
  const method = study === null ? '' : `, by ${methodWords[study.method]}`;
  return `== ${title}${design} (${designWords[design]})${method}: ${parts.join(', ')}`;
};

const span = (interval: Interval | null | undefined): string =>
  interval === null || interval === undefined
    ? ''
    : `${shortNumber(interval[0])} to ${shortNumber(interval[1])}`;

const componentTable = (study: Study): string[] => {
  const { MS, df } = study;
  const columns = [
    left('variance of'),
    left(''),
    ...(MS === undefined ? [] : [right('df'), right('mean square')]),
    right('variance'),
    right('share'),
    left('95 % interval'),
    right('SE'),
  ];
  const rows = Object.entries(study.varComp).map(([name, value]): TextRow => {
    const se = study.se[name];
    return [
      effectWords[name] ?? name,
      name,
      ...(MS === undefined ? [] : [String(df?.[name] ?? ''), shortNumber(MS[name] as number)]),
      shortNumber(value),
      `${(study.percentOfTotal[name] as number).toFixed(1)} %`,
      span(study.ci95[name]),
      se === null || se === undefined ? '' : shortNumber(se),
    ];
  });
  return textTable(columns, rows);
};

const decisions = (design: Design, study: Study, items: readonly number[]): string[] => {
  if (design === 'p×r') {
    return ['', 'Decisions from so many reads', ...decisionTable(study.dStudyRandom_truncatedAt0)];
  }
  const [one, many] = design === 'p×r×i' ? ['criterion', 'criteria'] : ['task', 'tasks'];
  const each = design === 'p×r×i' ? 'reads' : 'reads of each task';
  const at = (rows: readonly DecisionRow[], number: number): readonly DecisionRow[] =>
    rows.filter(({ nItems }) => nItems === number);
  return items.flatMap((number) => [
    '',
    `Decisions from so many ${each}, ${count(number, one, many)} out of many such`,
    ...decisionTable(at(study.dStudyRandom_truncatedAt0, number)),
    '',
    `Decisions from so many ${each}, ${number === 1 ? `this one ${one}` : `these ${number} ${many}`} and no others`,
    ...decisionTable(at(study.dStudyItemsFixed_truncatedAt0 ?? [], number)),
  ]);
};

const decisionTable = (rows: readonly DecisionRow[]): string[] => {
  const cut = rows.some(({ PhiLambda }) => PhiLambda !== undefined);
  return textTable(
    [
      right('reads'),
      right('G'),
      left('95 % interval'),
      right('Phi'),
      left('95 % interval'),
      ...(cut ? [right('Phi(λ)'), left('95 % interval')] : []),
      right('SEM relative'),
      right('absolute'),
    ],
    rows.map((row) => [
      String(row.nRaters),
      shortNumber(row.G),
      span(row.G_ci95),
      shortNumber(row.Phi),
      span(row.Phi_ci95),
      ...(cut ? [shortNumber(row.PhiLambda ?? Number.NaN), span(row.PhiLambda_ci95)] : []),
      shortNumber(row.relativeSEM),
      shortNumber(row.absoluteSEM),
    ]),
    '  ',
  );
};

/** The other method in short: its components, or why it cannot be had. */
const otherLines = ({ study, other, otherUndefined, ...result }: Generalizability): string[] => {
  if (other === null) {
    const name = study?.method === 'ANOVA' ? 'restricted maximum likelihood' : 'analysis of variance';
    return study === null && otherUndefined === result.undefined
      ? []
      : ['', `By ${study === null ? 'the other method' : name}: undefined: ${otherUndefined}`];
  }
  const { n } = other;
  return [
    '',
    `By ${methodWords[other.method]}, ${count(n.persons, 'submission')}, ${count(n.ratings, 'rating')}`,
    ...textTable(
      [left('variance of'), left(''), right('variance'), right('share'), left('95 % interval')],
      Object.entries(other.varComp).map(([name, value]) => [
        effectWords[name] ?? name,
        name,
        shortNumber(value),
        `${(other.percentOfTotal[name] as number).toFixed(1)} %`,
        span(other.ci95[name]),
      ]),
      '  ',
    ),
  ];
};
