/** Every path, variant and stack answers what the contract says, and both stacks give the same answers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lab/source.ts';
import { patterns } from '../../patterns/index.ts';
import { variantsOf } from '../../patterns/pattern.ts';
import { WORKLOADS } from '../../results/names.ts';
import { PATTERNS, type PatternName, STACKS } from '../../results/schema.ts';
import { type Answer, ask, type Question } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { endpointOf, endpoints, validatorOf } from './contract.ts';

let around: Surroundings;
let both: Both;
beforeAll(async () => {
  around = await openSurroundings('answers');
  both = await startBoth(around);
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

const asking = (name: PatternName, variant: string): Question[] =>
  patterns[name].checks(variant).map(({ method, path, body }) => ({
    method,
    path,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8' } }),
  }));

/** What verify asks, with the files of which a golden answer exists. */
const questions: Question[] = [
  ...['/health', '/stats', '/light'].map((path) => ({ method: 'GET', path })),
  ...WORKLOADS.flatMap((workload) =>
    [4, 5, 6, 7].map((user) => ({ method: 'GET', path: `/workloads/async/${workload}/users/${user}` })),
  ),
  ...PATTERNS.flatMap((name) => patterns[name].variants.flatMap((variant) => asking(name, variant))),
];

test('no endpoint and no variant of the contract is forgotten', () => {
  const firstTwo = (path: string) => path.split(/[/?]/).slice(1, 3).join('/');
  const asked = new Set(questions.map(({ path }) => (path.startsWith('/workloads/') ? 'workloads' : firstTwo(path))));
  const documented = endpoints.flatMap(({ path, variants }) => {
    const [, first] = path.split('/');
    return variants.length === 0 ? [first] : variants.map((variant) => `${first}/${variant}`);
  });
  expect([...asked].sort()).toEqual(documented.sort());
});

describe.each(STACKS)('%s', (stack) => {
  test.each(questions.map((question) => [`${question.method} ${question.path} ${question.body ?? ''}`, question]))(
    '%s',
    async (_, question) => {
      expectDocumented(question as Question, await ask(both[stack].url, question as Question));
    },
  );

  test.each(endpoints.filter(({ variants }) => variants.length > 0))(
    '$id: accepts the variants of the contract and no other',
    async ({ method, path, variants, own }) => {
      const others = STACKS.filter((one) => one !== stack).flatMap((one) => own[one]);
      for (const variant of ['nope', ...others]) {
        const unknown = path.replace('{variant}', variant).replace('{id}', '1');
        const { status, text } = await ask(both[stack].url, { method, path: unknown });
        expect(status).toBe(404);
        // A service lists the variants that it has routes for, as far as the other has them, too.
        const elsewhere = others.length === 0 ? '' : '; GET /health names those of this stack alone';
        expect(JSON.parse(text).detail).toBe(`the variants are ${variants.join(', ')}${elsewhere}`);
      }
    },
  );

  test('answers in the variants that it alone has as it does in after', async () => {
    for (const name of PATTERNS) {
      for (const { name: variant } of patterns[name].counted?.[stack] ?? []) {
        const expected = asking(name, 'after');
        for (const [index, question] of asking(name, variant).entries()) {
          const answer = await ask(both[stack].url, question);
          expectDocumented(question, answer);
          expect(answer).toEqual(await ask(both[stack].url, expected[index] as Question));
        }
      }
    }
  });

  test('says of itself who it is, and which variants it has', async () => {
    const { text } = await ask(both[stack].url, { method: 'GET', path: '/health' });
    const variants = Object.fromEntries(PATTERNS.map((name) => [name, variantsOf(patterns[name], stack)]));
    expect(JSON.parse(text)).toMatchObject({ stack, pid: both[stack].pid, variants });
  });
});

test('both stacks give the same answers, apart from the time a report took', async () => {
  for (const question of questions.filter(({ path }) => !/^\/(health|stats)/.test(path))) {
    const [node, python] = await Promise.all(
      STACKS.map(async (stack) => withoutTime(await ask(both[stack].url, question))),
    );
    expect(python, question.path).toEqual(node);
  }
});

test('both stacks run with the same settings', async () => {
  const [node, python] = await Promise.all(
    STACKS.map(async (stack) => JSON.parse((await ask(both[stack].url, { method: 'GET', path: '/health' })).text)),
  );
  expect(Object.keys(python.settings).sort()).toEqual(Object.keys(node.settings).sort());
  const shared = Object.keys(node.settings).filter(
    (name) => ![node, python].some((one) => one.settings[name] === null),
  );
  for (const name of shared) expect(python.settings[name], name).toBe(node.settings[name]);
  expect(node.settings.pool_max).toBe(python.settings.pool_size + python.settings.max_overflow);
  expect(python.cpu_affinity).toEqual(node.cpu_affinity);
});

test('harness/docs/two-stacks.md names every variant and setting that one stack alone has', async () => {
  const [node, python] = await Promise.all(
    STACKS.map(async (stack) => JSON.parse((await ask(both[stack].url, { method: 'GET', path: '/health' })).text)),
  );
  const alone = (stack: string, own: Health, other: Health) => [
    ...own.variants.pooling.filter((name) => !other.variants.pooling.includes(name)).map((name) => `${name} ${stack}`),
    ...Object.keys(own.settings)
      .filter((name) => other.settings[name] === null)
      .map((name) => `${name.toUpperCase()} ${stack}`),
  ];
  const page = readFileSync(path.join(repositoryRoot, 'harness/docs/two-stacks.md'), 'utf8').split('## Code')[0] ?? '';
  const listed = [...page.matchAll(/^\| `([^`]+)` +\| (Node|Python) /gm)].map(([, name, stack]) => `${name} ${stack}`);
  expect(listed.sort()).toEqual([...alone('Node', node, python), ...alone('Python', python, node)].sort());
});

interface Health {
  variants: Record<string, string[]> & { pooling: string[] };
  settings: Record<string, unknown>;
}

function expectDocumented({ method, path }: Question, answer: Answer): void {
  const documented = endpointOf(method, path)?.responses[answer.status];
  expect(documented, `${answer.status} is not documented: ${answer.text.slice(0, 200)}`).toBeDefined();
  expect(answer.status).toBe(200);
  // JSON media types have no charset parameter (RFC 8259, section 11), though both may send one.
  const media = answer.media?.split(';')[0] ?? '';
  const schema = documented?.content[media]?.schema;
  expect(schema, `${media} is not documented`).toBeDefined();
  const validate = validatorOf(schema ?? {});
  validate(JSON.parse(answer.text));
  expect(validate.errors).toBeNull();
}

function withoutTime({ status, text }: Answer): unknown {
  const { busy_ms, ...rest } = JSON.parse(text);
  return { status, ...rest };
}
