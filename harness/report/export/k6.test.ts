import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { parseSync } from 'oxc-parser';
import { Type } from 'typebox';
import { Check } from 'typebox/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { filesOf } from './files.ts';

const PLAN: LoadExport = {
  id: '3f9ac2d10b7e',
  command: 'export k6 --request order --seed 7',
  what: { request: 'order "`$' },
  url: 'http://service:8080',
  ...{ ratePerS: 2_000, durationS: 60, pods: 4, targets: 4 },
};
const files = filesOf('k6', PLAN);
const script = files['script.js'] ?? '';

/** What the script imports, and what it finds as globals: every request that it makes is kept. */
const FAKES: Record<string, string> = {
  'k6/data': 'export class SharedArray { constructor(name, make) { return make(); } }',
  'k6/encoding': "export const b64decode = (text) => Buffer.from(text, 'base64').toString();",
  'k6/execution': 'export default { scenario: { iterationInTest: 0 } };',
  'k6/http': 'export const sent = []; export default { request: (...all) => sent.push(all) };',
};
const MAIN = `
import { readFileSync } from 'node:fs';
import exec from './k6-execution.mjs';
import { sent } from './k6-http.mjs';
globalThis.__ENV = {};
globalThis.open = (file) => readFileSync(file, 'utf8');
const { default: iterate, options, handleSummary } = await import('./script.mjs');
for (let n = 0; n < 5; n++) {
  exec.scenario.iterationInTest = n;
  iterate();
}
const metrics = { http_reqs: { values: { count: 5 } }, iterations: { values: { count: 5 } } };
console.log(JSON.stringify({ sent, options, summary: handleSummary({ metrics }) }));
`;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-k6-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the script', () => {
  test('is JavaScript, and imports modules of k6 alone', () => {
    const { errors, module } = parseSync('script.js', script, { sourceType: 'module' });
    expect(errors).toEqual([]);
    const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
    expect(imported.toSorted()).toEqual(Object.keys(FAKES).toSorted());
    expect(parseSync('script.js', script.replace('};', '}}'), { sourceType: 'module' }).errors).not.toEqual([]);
  });

  test('sends each target in turn, at the whole rate', async () => {
    const lines = [0, 1, 2, 3].map((n) =>
      JSON.stringify({
        ...{ method: 'POST', url: `${PLAN.url}/orders/${n}` },
        header: { authorization: ['Bearer secret-token'], 'content-type': ['application/json'] },
        body: Buffer.from(`{"n":${n}}`).toString('base64'),
      }),
    );
    const fileOf = (module: string) => `${module.replace('/', '-')}.mjs`;
    const local = Object.keys(FAKES).reduce((text, name) => text.replace(`'${name}'`, `'./${fileOf(name)}'`), script);
    const all = { [TARGETS_FILE]: `${lines.join('\n')}\n`, 'script.mjs': local, 'main.mjs': MAIN };
    for (const [name, text] of Object.entries(all)) writeFileSync(path.join(dir, name), text);
    for (const [name, text] of Object.entries(FAKES)) writeFileSync(path.join(dir, fileOf(name)), text);
    const { stdout } = await execa(process.execPath, ['main.mjs'], { cwd: dir });
    const { sent, options, summary } = JSON.parse(stdout);
    expect(sent.map(([method, url, body]: string[]) => [method, url, body])).toEqual(
      [0, 1, 2, 3, 0].map((n) => ['POST', `http://service:8080/orders/${n}`, `{"n":${n}}`]),
    );
    expect(sent[0][3].headers).toEqual({
      authorization: 'Bearer secret-token',
      'content-type': 'application/json',
    });
    expect(options.scenarios.load).toEqual({
      ...{ executor: 'constant-arrival-rate', rate: 2_000, timeUnit: '1s', duration: '60s' },
      ...{ preAllocatedVUs: 200, maxVUs: 2_000 },
    });
    expect(options.thresholds).toEqual({ http_req_failed: ['rate<0.01'], dropped_iterations: ['count==0'] });
    expect(JSON.parse(summary.stdout)).toEqual({ duet: PLAN.id, http_reqs: { count: 5 } });
  });
});

const strict = { additionalProperties: false };
const Text = Type.String();
const Metadata = Type.Object({ name: Text }, strict);
const ConfigMap = Type.Object(
  {
    ...{ apiVersion: Type.Literal('v1'), kind: Type.Literal('ConfigMap'), metadata: Metadata },
    data: Type.Record(Text, Text),
  },
  strict,
);
const Amounts = Type.Record(Text, Text);
/** The members that are used, as testrun_types.go of k6-operator has them. */
const TestRun = Type.Object(
  {
    ...{ apiVersion: Type.Literal('k6.io/v1alpha1'), kind: Type.Literal('TestRun'), metadata: Metadata },
    spec: Type.Object(
      {
        parallelism: Type.Integer(),
        script: Type.Object({ configMap: Type.Object({ name: Text, file: Text }, strict) }, strict),
        runner: Type.Object(
          {
            env: Type.Array(Type.Object({ name: Text, value: Text }, strict)),
            resources: Type.Object({ requests: Amounts, limits: Amounts }, strict),
            volumes: Type.Array(Type.Object({ name: Text, secret: Type.Object({ secretName: Text }, strict) }, strict)),
            volumeMounts: Type.Array(Type.Object({ name: Text, mountPath: Text, readOnly: Type.Boolean() }, strict)),
          },
          strict,
        ),
      },
      strict,
    ),
  },
  strict,
);

describe('the manifest', () => {
  const text = files['test-run.yaml'] ?? '';
  const documents = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS());

  test('is a ConfigMap with the script, and a TestRun of it', () => {
    const [configMap, testRun] = documents(text);
    expect([Check(ConfigMap, configMap), Check(TestRun, testRun)]).toEqual([true, true]);
    expect(configMap.data).toEqual({ 'script.js': script });
    expect(testRun.spec.script.configMap).toEqual({ name: configMap.metadata.name, file: 'script.js' });
    expect(testRun.spec.parallelism).toBe(4);
    for (const wrong of ['parallelism: four', 'paralellism: 4']) {
      expect(Check(TestRun, documents(text.replace('parallelism: 4', wrong))[1])).toBe(false);
    }
  });
});

test('the README has few lines', () => {
  expect((files['README.md'] ?? '').split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
});
