import { cohenKappa, pairTable } from '../../../shared/agreement/cohen.ts';
import { columnsOf, panelOf } from '../../../shared/agreement/panel.ts';
import { agreementWeights } from '../../../shared/agreement/weights.ts';
import type { Kernel } from './curve.ts';

/** Cohen's kappa of two raters out of all. */
export const pairKernel: Kernel = {
  name: 'Cohen’s kappa of a pair',
  run: (ratings) => {
    const panel = panelOf(ratings);
    if (panel === null) return Number.NaN;
    const table = pairTable(columnsOf(panel), 0, 1);
    return cohenKappa(table, agreementWeights('quadratic', panel.scale))?.value ?? Number.NaN;
  },
};
