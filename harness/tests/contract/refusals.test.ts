/** Both services refuse in the same way, as documented, never with a 500, and go on answering. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badInputs } from '../../patterns/bad-inputs.ts';
import { STACKS } from '../../results/schema.ts';
import { type Answer, ask, type Question } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { document, endpointOf, validatorOf } from './contract.ts';
import { deepBodies, oddBodies, withoutVariant } from './odd-bodies.ts';
import { oddPaths } from './odd-paths.ts';

let around: Surroundings;
let both: Both;
beforeAll(async () => {
  around = await openSurroundings('refusals');
  both = await startBoth(around);
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

describe('the table of verify', () => {
  test.each(badInputs.map((input) => [`${input.pattern ?? 'no pattern'}: ${input.name}`, input] as const))(
    '%s',
    async (_, { status, kind, ...question }) => {
      const answer = await askBoth(question);
      expect(JSON.parse(answer.text)).toMatchObject({ type: `urn:duet:problem:${kind}`, status });
      expect(answer.media).toBe('application/problem+json');
      expectDocumented(question, answer);
    },
  );
});

describe('odd requests', () => {
  test.each([...oddPaths, ...oddBodies, ...withoutVariant].map((question) => [question.name, question] as const))(
    '%s',
    async (_, question) => {
      expectDocumented(question, await askBoth(question));
    },
  );

  test.each(deepBodies.map((question) => [question.name, question] as const))('%s', async (_, question) => {
    for (const stack of STACKS) {
      const answer = await ask(both[stack].url, question);
      expect([400, 422]).toContain(answer.status);
      expectDocumented(question, answer);
    }
  });
});

/** Bodies and parameters of any kind; whatever is accepted is cheap to answer. */
describe('drawn at random, from a fixed seed', () => {
  const whole = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer(), fc.double(), fc.bigInt().map(String));
  const word = fc.oneof(whole.map(String), fc.string({ unit: 'grapheme', minLength: 1 }).map(encodeURIComponent));
  const variant = fc.constantFrom('before', 'after', 'after-best', 'after-pool', 'nope');
  const gets = fc
    .tuple(fc.constantFrom('parallel', 'pooling'), variant, word, fc.option(word.filter((text) => text.length > 4)))
    .map(([pattern, name, id, query]) => ({
      method: 'GET',
      path: `/${pattern}/${name}/users/${id}${query === null ? '' : `?orders_ms=${query}`}`,
    }));
  const posts = fc
    .tuple(
      fc.constantFrom(['streaming', 'file'], ['workers', 'size'], ['batching', 'users']),
      variant,
      fc.oneof(whole, fc.jsonValue(), fc.constantFrom('tricky.csv', 'empty.csv')),
      fc.option(fc.jsonValue(), { freq: 4 }),
    )
    .map(([[pattern, field = ''], name, value, other]) => ({
      method: 'POST',
      path: `/${pattern}/${name}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(other === null ? { [field]: value } : other),
    }));

  // fast-check draws int32; those that a service would work on for long are refused here instead.
  const isCheap = ({ path, body }: Question) => {
    const number = Number(/^\{"(?:size|users)":([0-9.e+]+)\}$/.exec(String(body))?.[1] ?? 0);
    return number <= 20 || number > 200_000_000 || (path.startsWith('/batching') && number > 5_000);
  };

  test.each([
    ['parameters', gets],
    ['bodies', posts],
  ] as [string, fc.Arbitrary<Question>][])('%s', async (_, arbitrary) => {
    const property = fc.asyncProperty(arbitrary.filter(isCheap), async (question) => {
      expectDocumented(question, await askBoth(question));
    });
    await fc.assert(property, { seed: 20_240_229, numRuns: 150 });
  });
});

test('both services still answer', async () => {
  for (const stack of STACKS) {
    expect(both[stack].death()).toBeUndefined();
    expect(await ask(both[stack].url, { method: 'GET', path: '/pooling/after/users/1' })).toMatchObject({
      status: 200,
    });
  }
});

/** Asks both and returns what they agree on: not the time that a report took. */
async function askBoth(question: Question): Promise<Answer> {
  const [node, python] = await Promise.all(STACKS.map(async (stack) => ask(both[stack].url, question)));
  expect(comparable(python as Answer)).toEqual(comparable(node as Answer));
  return node as Answer;
}

const comparable = ({ status, media, text }: Answer) => ({
  status,
  media: media?.split(';')[0],
  text: status === 200 ? text.replace(/"busy_ms":[^,}]*/, '') : JSON.parse(text || 'null'),
});

function expectDocumented({ method, path }: Question, { status, media, text }: Answer): void {
  const endpoint = endpointOf(method, decodeURI(path.replace(/%(?![2-7][0-9a-f])/gi, '%25')));
  // What no endpoint serves answers as the contract says of unknown routes.
  if (endpoint === undefined) expect(status).toBe(404);
  const documented = endpoint ? endpoint.responses[status] : document.components.responses.NotFound;
  expect(documented, `${status} is not documented`).toBeDefined();
  if (method === 'HEAD') {
    expect(text).toBe('');
    return;
  }
  const body = JSON.parse(text);
  const validate = validatorOf(documented?.content[media?.split(';')[0] ?? '']?.schema ?? { not: {} });
  validate(body);
  expect(validate.errors).toBeNull();
  if (status === 200) return;
  expect(body.status).toBe(status);
  const kind = body.type.replace('urn:duet:problem:', '');
  expect(documented?.description, 'the description of the status names the kind').toContain(kind);
}
