import { agreementSection } from './agreement/agreement-section.ts';
import { bench } from './bench.ts';
import { evidenceSection } from './evidence/evidence-section.ts';
import { syncSection } from './sync/sync-section.ts';

/* node test/bench/run.ts [section…] [--json] */
process.exitCode = await bench(process.argv.slice(2), [evidenceSection, agreementSection, syncSection], {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
