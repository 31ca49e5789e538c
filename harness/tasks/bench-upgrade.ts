/**
 * What does another version of a server change that nobody here wrote? From fixtures/examples/parse-articles it makes a
 * repository of two commits, of which the second has the newer version, has `duet init` write the config, and compares them.
 * It needs the npm registry.
 *
 *   bench-upgrade.ts [--from 6.5.9] [--to 8.6.94] [-- --time-budget 5m]
 *
 * What stands behind -- goes to `duet diff`. The folder of the run is printed last. Exit code: that of the diff.
 */
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { EXIT } from '../errors.ts';
import { EXAMPLES } from '../tests/builders/example-history.ts';
import { repositoryIn } from '../tests/builders/repository.ts';
import { duet } from '../tests/e2e/duet-process.ts';
import { makePlace } from '../tests/e2e/place.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: '6.5.9' }, to: { type: 'string', default: '8.6.94' } },
});
const out = path.resolve('out');
const EXAMPLE = 'parse-articles';
/** A condition in JSON, percent-encoded but for the placeholder. */
const WHERE = `where=${encodeURIComponent('{"number":')}{n:1-1000}${encodeURIComponent('}')}`;
const CONFIG = [
  ...['--env', 'PARSE_MASTER_KEY=master', '--ready-path', '/parse/health', '--ready-timeout', '3m'],
  ...['--header', 'X-Parse-Application-Id: articles'],
  ...['--request', `one=GET /parse/classes/Article?${WHERE}`],
  ...['--request', 'newest=GET /parse/classes/Article?order=-number&limit=20'],
  ...['--request', 'write=POST /parse/classes/Note {"text": "{uuid}", "number": {n}}'],
  ...['--ignore', '$.objectId', '--ignore', '$.createdAt', '--ignore', '$.updatedAt'],
  ...['--ignore', '$.results[*].objectId', '--ignore', '$.results[*].createdAt', '--ignore', '$.results[*].updatedAt'],
];

using place = makePlace();
const repository = repositoryIn(path.join(place.dir, EXAMPLE));
cpSync(path.join(EXAMPLES, EXAMPLE), repository.dir, { recursive: true });
repository.git('init', '--quiet', '--initial-branch=main');
for (const version of [options.from, options.to]) {
  console.log(`parse-server ${version}`);
  // What is built is built from this lock file, in the checkouts.
  const install = [
    'install',
    '--package-lock-only',
    '--ignore-scripts',
    '--no-audit',
    '--save-exact',
    `parse-server@${version}`,
  ];
  await execa('npm', install, { cwd: repository.dir });
  repository.commit(`parse-server ${version}`);
}
const init = await duet(place, ['init', '--yes', '--out', out, ...CONFIG], { cwd: repository.dir });
console.log(`${init.stderr}${init.stdout}`);
if (init.exitCode === EXIT.fine) {
  console.log(readFileSync(path.join(repository.dir, 'duet.config.ts'), 'utf8'));
  const diff = await duet(place, ['diff', 'HEAD~1', '--out', out, ...positionals], { cwd: repository.dir });
  console.log(`${diff.stderr}${diff.stdout}`);
  process.exitCode = diff.exitCode;
} else process.exitCode = init.exitCode;
