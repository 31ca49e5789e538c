import { expect, test } from 'vitest';
import { repositoryRoot } from '../lab/source.ts';
import { errorInLog } from './start-error.ts';

const NODE = `node:internal/modules/cjs/loader:1478
  const err = new Error(message);
              ^

Error: Cannot find module 'nodejs-polars-linux-x64-gnu'
Require stack:
- ${repositoryRoot}node_modules/nodejs-polars/bin/native-polars.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1475:15) {
  code: 'MODULE_NOT_FOUND'
}

Node.js v24.21.0`;
const PYTHON = `Traceback (most recent call last):
  File "${repositoryRoot}python/libraries/serve.py", line 12, in <module>
    import polars
ModuleNotFoundError: No module named 'polars'
`;

test.each([
  ['Node', NODE, "Error: Cannot find module 'nodejs-polars-linux-x64-gnu'"],
  ['Node, with a code', 'TypeError [ERR_X]: not that\n    at f', 'TypeError [ERR_X]: not that'],
  ['Python', PYTHON, "ModuleNotFoundError: No module named 'polars'"],
  [
    'Python, of a package',
    'psycopg.OperationalError: connection refused',
    'psycopg.OperationalError: connection refused',
  ],
  ['a path of this checkout', `OSError: ${repositoryRoot}python/x is missing`, 'OSError: python/x is missing'],
  ['none', 'Killed\n', undefined],
])('%s', (_, log, error) => {
  expect(errorInLog(log)).toBe(error);
});
