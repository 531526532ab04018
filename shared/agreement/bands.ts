/** A word for a value, and who proposed the scale it stands on. */
export type Band = { readonly word: string; readonly source: string };

/** A step starts at a value, or right above it where the source says so. */
type Step = { readonly word: string; readonly from: number; readonly above?: true };
type Scale = { readonly source: string; readonly steps: readonly Step[] };

const landisKoch: Scale = {
  source: 'Landis & Koch 1977',
  steps: [
    { word: 'poor', from: Number.NEGATIVE_INFINITY },
    { word: 'slight', from: 0 },
    { word: 'fair', from: 0.2, above: true },
    { word: 'moderate', from: 0.4, above: true },
    { word: 'substantial', from: 0.6, above: true },
    { word: 'almost perfect', from: 0.8, above: true },
  ],
};

const krippendorff: Scale = {
  source: 'Krippendorff 2019',
  steps: [
    { word: 'not to be relied on', from: Number.NEGATIVE_INFINITY },
    { word: 'good for tentative conclusions', from: 0.667 },
    { word: 'reliable', from: 0.8 },
  ],
};

const kooLi: Scale = {
  source: 'Koo & Li 2016',
  steps: [
    { word: 'poor', from: Number.NEGATIVE_INFINITY },
    { word: 'moderate', from: 0.5 },
    { word: 'good', from: 0.75 },
    { word: 'excellent', from: 0.9, above: true },
  ],
};

const mcBride: Scale = {
  source: 'McBride 2005',
  steps: [
    { word: 'poor', from: Number.NEGATIVE_INFINITY },
    { word: 'moderate', from: 0.9 },
    { word: 'substantial', from: 0.95 },
    { word: 'almost perfect', from: 0.99, above: true },
  ],
};

const scaleOf = (statistic: string): Scale | null => {
  if (/kappa|scott_pi|gwet_ac|brennan_prediger/.test(statistic)) return landisKoch;
  if (statistic.startsWith('krippendorff_alpha')) return krippendorff;
  if (statistic.startsWith('icc')) return kooLi;
  return statistic === 'lin_ccc' ? mcBride : null;
};

/** The band a value falls in; null for statistics that nobody has proposed bands for. */
export const bandOf = (statistic: string, value: number): Band | null => {
  const scale = scaleOf(statistic);
  const step = scale?.steps.findLast(({ from, above }) => (above ? value > from : value >= from));
  return scale === null || step === undefined ? null : { word: step.word, source: scale.source };
};
