import type { FacetsData } from './facets-data.ts';
import { rowsBy } from './facets-person-rows.ts';

/**
 * Which elements the ratings can compare. Two raters are in the same subset exactly when the difference between their
 * severities is determined (is estimable), whatever the persons' and the criteria's measures; criteria and persons
 * likewise.
 */
export type Subsets = {
  readonly ofRater: Uint32Array;
  readonly ofCriterion: Uint32Array;
  readonly ofPerson: Uint32Array;
  readonly raters: number;
  readonly criteria: number;
  readonly persons: number;
  /** Directions that change no expected score, beside the common shift of all raters and that of all criteria. */
  readonly open: readonly OpenDirection[];
};

export type OpenDirection = {
  readonly criteria: Float64Array;
  readonly raters: Float64Array;
  readonly persons: Float64Array;
};

type Design = Pick<FacetsData, 'persons' | 'raters' | 'criteria' | 'person' | 'rater' | 'criterion'>;

/** Sets that are joined two at a time. */
const unionOf = (size: number) => {
  const parent = Uint32Array.from({ length: size }, (_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    for (let on = at; on !== root; ) {
      const next = parent[on] as number;
      parent[on] = root;
      on = next;
    }
    return root;
  };
  const join = (a: number, b: number): boolean => {
    const [from, to] = [find(a), find(b)];
    if (from === to) return false;
    parent[Math.max(from, to)] = Math.min(from, to);
    return true;
  };
  return { find, join };
};

/**
 * Joint: persons are parameters, so raters meet in shared persons. First what Weeks & Williams 1964 join (two ratings
 * of a person that differ in one facet alone), which settles all designs but the odd ones; what is left apart then is
 * decided by elimination, so that links through several facets at once count too.
 */
export const subsetsOf = (data: Design): Subsets => {
  const { raters, criteria } = data;
  const byPerson = rowsBy(data.person, data.persons);
  const [raterSets, criterionSets] = [unionOf(raters), unionOf(criteria)];
  for (let joined = true; joined; ) {
    joined = false;
    for (let p = 0; p < data.persons; p += 1) {
      const [raterAt, criterionAt] = [new Map<number, number>(), new Map<number, number>()];
      for (let at = byPerson.starts[p] as number; at < (byPerson.starts[p + 1] as number); at += 1) {
        const row = byPerson.rows[at] as number;
        const [r, i] = [data.rater[row] as number, data.criterion[row] as number];
        const [rSet, iSet] = [raterSets.find(r), criterionSets.find(i)];
        const [knownRater, knownCriterion] = [raterAt.get(iSet), criterionAt.get(rSet)];
        if (knownRater === undefined) raterAt.set(iSet, r);
        else if (raterSets.join(knownRater, r)) joined = true;
        if (knownCriterion === undefined) criterionAt.set(rSet, i);
        else if (criterionSets.join(knownCriterion, i)) joined = true;
      }
    }
  }
  const one = isOne(raters, raterSets.find) && isOne(criteria, criterionSets.find) ? allLinked(data) : null;
  return one ?? settled(data, spaceOf(data, byPerson, raterSets.find, criterionSets.find));
};

const isOne = (size: number, find: (at: number) => number): boolean => {
  for (let at = 1; at < size; at += 1) if (find(at) !== find(0)) return false;
  return true;
};

const allLinked = ({ raters, criteria, persons }: Design): Subsets => ({
  ofRater: new Uint32Array(raters),
  ofCriterion: new Uint32Array(criteria),
  ofPerson: new Uint32Array(persons),
  raters: 1,
  criteria: 1,
  persons: 1,
  open: [],
});

/** Every value of a rater, criterion or person as a combination of free ones: a sparse linear form. */
type Form = ReadonlyMap<number, number>;
type Space = { readonly rater: (r: number) => Form; readonly criterion: (i: number) => Form };

const rounding = 1e-9;

const plus = (into: Map<number, number>, form: Form, times: number): void => {
  for (const [at, value] of form) {
    const sum = (into.get(at) ?? 0) + times * value;
    if (Math.abs(sum) < rounding) into.delete(at);
    else into.set(at, sum);
  }
};

/** Solves rater + criterion = person over all ratings, on what was not joined yet. */
const spaceOf = (
  data: Design,
  byPerson: ReturnType<typeof rowsBy>,
  raterSet: (r: number) => number,
  criterionSet: (i: number) => number,
): Space => {
  const solved = new Map<number, Map<number, number>>();
  const formOf = (variable: number): Form => solved.get(variable) ?? new Map([[variable, 1]]);
  const require = (form: Map<number, number>): void => {
    let pivot: number | null = null;
    for (const [at, value] of form)
      if (pivot === null || Math.abs(value) > Math.abs(form.get(pivot) ?? 0)) pivot = at;
    if (pivot === null) return;
    const scale = -1 / (form.get(pivot) as number);
    const rest = new Map<number, number>();
    for (const [at, value] of form) if (at !== pivot) rest.set(at, scale * value);
    for (const other of solved.values()) {
      const times = other.get(pivot);
      if (times === undefined) continue;
      other.delete(pivot);
      plus(other, rest, times);
    }
    solved.set(pivot, rest);
  };
  const seen = new Set<string>();
  for (let p = 0; p < data.persons; p += 1) {
    let first: readonly [number, number] | null = null;
    for (let at = byPerson.starts[p] as number; at < (byPerson.starts[p + 1] as number); at += 1) {
      const row = byPerson.rows[at] as number;
      const pair = [
        raterSet(data.rater[row] as number),
        data.raters + criterionSet(data.criterion[row] as number),
      ] as const;
      first ??= pair;
      const key = `${first.join()} ${pair.join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const difference = new Map<number, number>();
      for (const variable of pair) plus(difference, formOf(variable), 1);
      for (const variable of first) plus(difference, formOf(variable), -1);
      require(difference);
    }
  }
  return {
    rater: (r) => formOf(raterSet(r)),
    criterion: (i) => formOf(data.raters + criterionSet(i)),
  };
};

/** Numbers the subsets in the order of their first element, and lists the open directions. */
const settled = (data: Design, space: Space): Subsets => {
  const raters = Array.from({ length: data.raters }, (_, r) => space.rater(r));
  const criteria = Array.from({ length: data.criteria }, (_, i) => space.criterion(i));
  const persons = new Array<Form>(data.persons).fill(new Map());
  const seen = new Uint8Array(data.persons);
  for (let row = 0; row < data.person.length; row += 1) {
    const p = data.person[row] as number;
    if (seen[p] === 1) continue;
    seen[p] = 1;
    const sum = new Map(raters[data.rater[row] as number]);
    plus(sum, criteria[data.criterion[row] as number] as Form, 1);
    persons[p] = sum;
  }
  const [ofRater, ofCriterion, ofPerson] = [numbered(raters), numbered(criteria), numbered(persons)];
  const free = [...new Set([...raters, ...criteria].flatMap((form) => [...form.keys()]))];
  const along = (forms: readonly Form[], at: number): Float64Array =>
    Float64Array.from(forms, (form) => form.get(at) ?? 0);
  return {
    ofRater: ofRater.classes,
    ofCriterion: ofCriterion.classes,
    ofPerson: ofPerson.classes,
    raters: ofRater.count,
    criteria: ofCriterion.count,
    persons: ofPerson.count,
    open:
      free.length === 2
        ? []
        : free.map((at) => ({
            raters: along(raters, at),
            criteria: along(criteria, at),
            persons: along(persons, at),
          })),
  };
};

const numbered = (forms: readonly Form[]): { readonly classes: Uint32Array; readonly count: number } => {
  const known = new Map<string, number>();
  const classes = Uint32Array.from(forms, (form) => {
    const key = [...form]
      .sort(([a], [b]) => a - b)
      .map(([at, value]) => `${at}:${Math.round(value * 1e6)}`)
      .join();
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
  return { classes, count: known.size };
};

/**
 * Marginal: persons are drawn from one distribution, so raters and criteria alone have to be linked, by who rated what.
 */
export const linkedByCriteria = (data: Design): Pick<Subsets, 'ofRater' | 'raters' | 'open'> => {
  const sets = unionOf(data.raters + data.criteria);
  for (let row = 0; row < data.rater.length; row += 1)
    sets.join(data.rater[row] as number, data.raters + (data.criterion[row] as number));
  const roots = [...new Set(Array.from({ length: data.raters }, (_, r) => sets.find(r)))];
  const ofRater = Uint32Array.from({ length: data.raters }, (_, r) => roots.indexOf(sets.find(r)));
  const persons = new Float64Array(data.persons);
  const open = roots.map((root) => {
    const own = Float64Array.from({ length: data.raters }, (_, r) => (sets.find(r) === root ? 1 : 0));
    const mean = own.reduce((sum, value) => sum + value, 0) / data.raters;
    return {
      raters: own.map((value) => value - mean),
      criteria: Float64Array.from({ length: data.criteria }, (_, i) =>
        sets.find(data.raters + i) === root ? mean - 1 : mean,
      ),
      persons,
    };
  });
  return { ofRater, raters: roots.length, open: roots.length === 1 ? [] : open };
};

/** The open directions as a fit holds them: over criteria and then raters, the raters summing to 0. */
export const flatOf = ({ open }: Pick<Subsets, 'open'>): Float64Array[] =>
  open.map(({ criteria, raters }) => {
    const mean = raters.reduce((sum, value) => sum + value, 0) / raters.length;
    const flat = new Float64Array(criteria.length + raters.length);
    flat.set(criteria);
    flat.set(
      raters.map((value) => value - mean),
      criteria.length,
    );
    return flat;
  });
