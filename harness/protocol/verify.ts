/**
 * Asks the services every pattern and variant at fixed tiny sizes and compares the answers value by value:
 * between the stacks, between the variants of a stack, and for requests that must be refused.
 */
import { DuetError, EXIT, type Where } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { HttpRequest } from '../load/client.ts';
import { jsonOrText } from '../parsed-json.ts';
import { type BadInput, badInputs } from '../patterns/bad-inputs.ts';
import { patterns } from '../patterns/index.ts';
import { variantsOf } from '../patterns/pattern.ts';
import type { PatternName, StackName } from '../results/schema.ts';
import { firstDifference } from './compare-answers.ts';
import { watchDeaths } from './deaths.ts';
import { askHealth, type Health } from './parity.ts';

export interface Verification {
  comparisons: number;
  health: Partial<Record<StackName, Health>>;
}

/** How long the computation took: the one member that may differ. */
const UNCOMPARED = new Set(['busy_ms']);
/** Between variants, the number of upstream calls differs by design. */
const UNCOMPARED_BETWEEN_VARIANTS = new Set(['busy_ms', 'calls']);
const FAST_UPSTREAM = { baseMs: 1, perItemMs: 0.02 };

/** @throws DuetError (exit 3) at the first difference, naming pattern, variant, JSON path and both values. */
export async function verify(
  lab: Lab,
  services: Service[],
  { patterns: names, signal }: { patterns: PatternName[]; signal: AbortSignal },
): Promise<Verification> {
  await lab.upstream.setModel(FAST_UPSTREAM);
  let comparisons = 0;
  for (const name of names) comparisons += await verifyAnswers(services, name, signal);
  comparisons += await verifyRefusals(services, names, signal);
  const health = Object.fromEntries(
    await Promise.all(services.map(async ({ stack, url }) => [stack, await askHealth(url)])),
  );
  return { comparisons, health };
}

/** The first variant of the first stack is what every other one must agree with, also one that a single stack has. */
async function verifyAnswers(services: Service[], name: PatternName, signal: AbortSignal): Promise<number> {
  const pattern = patterns[name];
  const has = ({ stack }: Service, variant: string) => variantsOf(pattern, stack).includes(variant);
  const references: Answer[] = [];
  let comparisons = 0;
  for (const variant of new Set(services.flatMap(({ stack }) => variantsOf(pattern, stack)))) {
    const asked = services.filter((service) => has(service, variant));
    for (const [index, check] of pattern.checks(variant).entries()) {
      const answers = await Promise.all(asked.map((service) => askGood(service, check, name, variant, signal)));
      const where = { pattern: name, variant };
      compare(answers, UNCOMPARED, where);
      const [first] = answers as [Answer];
      references[index] ??= first;
      compare([references[index], first], UNCOMPARED_BETWEEN_VARIANTS, where);
      comparisons += answers.length;
    }
  }
  return comparisons;
}

/** All at once: a refusal does not depend on what else a service is asked. Of several faults the first one is named. */
async function verifyRefusals(services: Service[], names: PatternName[], signal: AbortSignal): Promise<number> {
  const inputs = badInputs.filter(({ pattern }) => pattern === undefined || names.includes(pattern));
  const outcomes = await Promise.allSettled(
    inputs.map(async (input) => {
      const answers = await Promise.all(services.map((service) => askBad(service, input, signal)));
      compare(answers, new Set(), {
        ...(input.pattern ? { pattern: input.pattern } : {}),
        phase: `bad input: ${input.name}`,
      });
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return inputs.length * services.length;
}

interface Answer {
  who: string;
  value: unknown;
}

/** How a service says that it does not blame itself. */
const DATABASE_UNAVAILABLE = 'urn:duet:problem:database-unavailable';

async function askGood(
  service: Service,
  { method, path, body }: HttpRequest,
  pattern: PatternName,
  variant: string,
  signal: AbortSignal,
): Promise<Answer> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const where = { pattern, stack: service.stack, variant, phase: 'verify' };
  const response = await ask(service, path, { method, ...init }, where, signal);
  if (response.status !== 200) {
    const isRefused = (jsonOrText(response.text) as { type?: string } | null)?.type === DATABASE_UNAVAILABLE;
    throw new DuetError(`${method} ${path} answered ${response.status}: ${response.text.slice(0, 300)}`, {
      exitCode: isRefused ? EXIT.environment : EXIT.disagreement,
      where,
      hint: isRefused
        ? 'PostgreSQL has gone, or allows too few connections: see the log of the service in the run folder, max_connections, and the limits of the role and the database'
        : 'the contract expects 200; see the log of the service in the run folder',
    });
  }
  return { who: service.stack, value: jsonOrText(response.text) };
}

/** Reduces a refusal to what must be equal, with what the table expects beside it. */
async function askBad(service: Service, input: BadInput, signal: AbortSignal): Promise<Answer> {
  const { method, path, headers = {}, body, status, kind } = input;
  const where = {
    stack: service.stack,
    phase: `bad input: ${input.name}`,
    ...(input.pattern && { pattern: input.pattern }),
  };
  const response = await ask(
    service,
    path,
    { method, headers, ...(body === undefined ? {} : { body }) },
    where,
    signal,
  );
  const problem = jsonOrText(response.text) as { type?: string; title?: string; status?: number; field?: string };
  const seen = { http_status: response.status, type: problem?.type, status: problem?.status, media: response.media };
  const expected = {
    http_status: status,
    type: `urn:duet:problem:${kind}`,
    status,
    media: 'application/problem+json',
  };
  compare(
    [
      { who: 'the contract', value: expected },
      { who: service.stack, value: seen },
    ],
    new Set(),
    where,
  );
  return { who: service.stack, value: { title: problem.title, field: problem.field ?? null } };
}

async function ask(service: Service, path: string, init: RequestInit, where: Where, signal: AbortSignal) {
  try {
    return await watchDeaths({ watched: [service], where, signal }, async () => {
      const response = await fetch(service.url + path, {
        ...init,
        signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      });
      const media = response.headers.get('content-type')?.split(';')[0];
      return { status: response.status, media, text: await response.text() };
    });
  } catch (cause) {
    if (cause instanceof DuetError) throw cause;
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new DuetError(`no answer from ${service.url}${path}: ${reason}`, {
      exitCode: EXIT.environment,
      where,
      cause,
    });
  }
}

function compare(answers: Answer[], ignored: ReadonlySet<string>, where: Where): void {
  const [left, right] = answers;
  if (left === undefined || right === undefined) return;
  const difference = firstDifference(left.value, right.value, ignored);
  if (difference === undefined) return;
  throw new DuetError(
    `the answers differ at ${difference.path}: ${left.who} ${show(difference.left)}, ${right.who} ${show(difference.right)}`,
    {
      exitCode: EXIT.disagreement,
      where,
      hint: 'make both services give the same answers before their times are compared',
    },
  );
}

const show = (value: unknown) => JSON.stringify(value) ?? 'nothing';
