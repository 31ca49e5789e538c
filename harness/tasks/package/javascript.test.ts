import { expect, test } from 'vitest';
import { declarationsIn, nameCompiledFiles, nameDeclaredModules } from './javascript.ts';

test('files that are started by their address are called .js', () => {
  const text = [
    'new Worker(new URL("./clock.ts", import.meta.url), { execArgv: [] });',
    `start([fileURLToPath(new URL(\`./\${name}.ts\`, import.meta.url))]); // as in ./proxy.ts`,
    "read(new URL('./page.css', import.meta.url)); write('node/server.ts', 'duet.config.ts');",
  ].join('\n');
  expect(nameCompiledFiles('x.js', text)).toBe(text.replace('clock.ts"', 'clock.js"').replace('}.ts`', '}.js`'));
});

test.for([
  "start(path.join(import.meta.dirname, './clock.ts'))",
  'new URL("../clock.ts", base)',
  `run(\`./\${name}.ts\`)`,
])('any other way to name a .ts file beside is refused: %s', (line) => {
  expect(() => nameCompiledFiles('lab/x.js', `first();\n${line}`)).toThrow('lab/x.js:2 names a .ts file');
});

test('declarations import what is called .js', () => {
  const text =
    "import type { A } from './a.ts';\nexport declare const b: import('../b.ts').B;\nimport { Type } from 'typebox';";
  const named = nameDeclaredModules(text);
  expect(named).toBe(text.replace('./a.ts', './a.js').replace('../b.ts', '../b.js'));
  expect(declarationsIn(named)).toEqual(['./a.d.ts', '../b.d.ts']);
});
