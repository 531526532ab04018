/**
 * Medians of five in milliseconds, single thread, of one run on one machine with two cores, by other people's packages.
 * Shown beside what is measured here, and labelled: another machine's figures are no measure of this one's.
 */
export const recorded: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'alpha A1': { 'krippendorff, from ratings': 67.3, 'krippendorff, from counts': 7, irrCAC: 128 },
  'alpha A2': { 'krippendorff, from ratings': 1.43, irrCAC: 2.4, irr: 503 },
  'bootstrap A2': { 'krippendorff, from ratings': 1500, 'krippendorff, from counts': 748 },
  'Fleiss F1': { irrCAC: 19.7, statsmodels: 30.4, irr: 2390 },
  'AC2 quadratic F1': { irrCAC: 24.3 },
  'AC2 ordinal F1': { irrCAC: 20.3 },
  'ICC(2,1) I1': { irr: 241, pingouin: 52_900 },
  'weighted kappa K1': { statsmodels: 158, 'scikit-learn': 615, vcd: 1860, irr: 3780, psych: 8310 },
  'joint M1': { immer: 2330, TAM: 61_600 },
  'marginal M1': { TAM: 24_800 },
};
