import { describe, expect, it } from 'vitest';
import { importsOf, layerBreaches } from '../../scripts/check-layers.ts';

/** A planted breach of each rule, and the words that must name it. */
const planted: readonly [file: string, specifier: string, says: string][] = [
  ['shared/lib/x.ts', '../domain/rubric.ts', 'shared/lib may not import shared/domain'],
  ['shared/domain/x.ts', '../hub-api/events.ts', 'shared/domain may not import shared/hub-api'],
  ['shared/domain/x.ts', 'node:fs', 'run without Node'],
  ['shared/agreement/x.ts', '../domain/rubric.ts', 'shared/agreement may not import shared/domain'],
  ['renderer/features/queue/x.tsx', '../review/y.tsx', 'feature queue may not import feature review'],
  ['renderer/features/queue/x.tsx', '../../bridge.ts', 'renderer/features may not import renderer/bridge.ts'],
  ['renderer/ui/x.tsx', '../stores/app.ts', 'renderer/ui may not import renderer/stores'],
  ['renderer/app/x.tsx', '../../main/api/router.ts', 'renderer/app may not import main/api'],
  ['main/services/x.ts', '../sync/scheduler.ts', 'main/services may not import main/sync'],
  ['main/sync/x.ts', '../services/edits.ts', 'main/sync may not import main/services'],
  ['main/database/x.ts', '../services/edits.ts', 'main/database may not import main/services'],
  ['main/services/x.ts', 'electron', 'only the Electron shell may import electron'],
  ['main/workbench.ts', '../hub/app.ts', 'main/workbench.ts may not import hub'],
  ['hub/routes/x.ts', '../database/tables/reviews.ts', 'hub/routes may not import hub/database'],
  ['hub/app.ts', '../main/workbench.ts', 'hub may not import main/workbench.ts'],
];

describe('the layer rules', () => {
  it.each(planted)('%s importing %s is refused', (path, specifier, says) => {
    const breaches = layerBreaches([{ path, text: `import { a } from '${specifier}';` }]);
    expect(breaches).toHaveLength(1);
    expect(breaches[0]).toContain(says);
  });

  it('lets the allowed directions through', () => {
    const files = [
      { path: 'main/services/x.ts', text: "import { a } from '../database/open.ts';" },
      { path: 'main/shell/x.ts', text: "import { app } from 'electron';" },
      { path: 'renderer/features/queue/x.tsx', text: "import { a } from './y.tsx';" },
      { path: 'hub/app.ts', text: "import { a } from './database/open.ts';" },
    ];
    expect(layerBreaches(files)).toEqual([]);
  });

  it('sees every way of importing', () => {
    const text = [
      "import './a.ts';",
      "import type { B } from './b.ts';",
      "export { c } from './c.ts';",
      "const d = await import('./d.ts');",
      "import {\n  e,\n  f,\n} from './e.ts';",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
  });
});
