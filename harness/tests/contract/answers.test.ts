/** Every path, variant and stack answers what the contract says, and both stacks answer alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patterns } from '../../patterns/index.ts';
import { PATTERNS, STACKS } from '../../results/schema.ts';
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

/** What verify asks, with the files of which a golden answer exists. */
const questions: Question[] = [
  ...['/health', '/stats', '/light'].map((path) => ({ method: 'GET', path })),
  ...PATTERNS.flatMap((name) =>
    patterns[name].variants.flatMap((variant) =>
      patterns[name].checks(variant).map(({ method, path, body }) => ({
        method,
        path,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8' } }),
      })),
    ),
  ),
];

test('no endpoint and no variant of the contract is forgotten', () => {
  const asked = new Set(questions.map(({ path }) => path.split(/[/?]/).slice(1, 3).join('/')));
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
    async ({ method, path, variants }) => {
      const unknown = path.replace('{variant}', 'nope').replace('{id}', '1');
      const { status, text } = await ask(both[stack].url, { method, path: unknown });
      expect(status).toBe(404);
      // A service lists the variants that it has routes for.
      expect(JSON.parse(text).detail).toBe(`the variants are ${variants.join(', ')}`);
    },
  );

  test('says of itself who it is, and which variants it has', async () => {
    const { text } = await ask(both[stack].url, { method: 'GET', path: '/health' });
    const variants = Object.fromEntries(PATTERNS.map((name) => [name, patterns[name].variants]));
    expect(JSON.parse(text)).toMatchObject({ stack, pid: both[stack].pid, variants });
  });
});

test('both stacks answer alike, apart from the time a report took', async () => {
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
  expect(python.settings).toEqual(node.settings);
  expect(python.cpu_affinity).toEqual(node.cpu_affinity);
});

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
