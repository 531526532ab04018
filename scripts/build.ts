import { buildAll } from './vite/build-all.ts';

const started = performance.now();
const { built, failures } = await buildAll({ force: process.argv.includes('--force') });
const seconds = ((performance.now() - started) / 1000).toFixed(1);

if (built.length > 0) process.stdout.write(`Built ${built.join(', ')} in ${seconds} s.\n`);
else if (failures.length === 0) process.stdout.write('The build is up to date.\n');
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
