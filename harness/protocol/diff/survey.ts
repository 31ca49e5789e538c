/**
 * What each side of a diff is: which variants it has, whether they speak the contract, and whether equal requests get
 * equal answers from both. A side's own variants count, not those that the harness knows.
 */
import { DuetError, EXIT } from '../../errors.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { openClient } from '../../load/client.ts';
import { sendChecked } from '../../patterns/checked-request.ts';
import { patterns } from '../../patterns/index.ts';
import { variantsOf } from '../../patterns/pattern.ts';
import type { Failure, PatternName, SideName, StackName } from '../../results/schema.ts';
import { watchDeaths } from '../deaths.ts';
import { askHealth, type Health } from '../parity.ts';
import { isForeseen } from '../trial-validity.ts';

/** What one service of one side said. */
export interface Surveyed {
  side: SideName;
  stack: StackName;
  health: Health;
  /** By pattern and variant, the answers to the pattern's checks, in their order. */
  answers: Partial<Record<PatternName, Record<string, unknown[]>>>;
  /** Variants that it has and this harness does not know. */
  unknown: { pattern: PatternName; variant: string }[];
}

export interface SurveyOptions {
  patterns: PatternName[];
  signal: AbortSignal;
}

const FAST_UPSTREAM = { baseMs: 1, perItemMs: 0.02 };
/** How a service says that it has no such variant, or no such pattern. */
const ABSENT = ['urn:duet:problem:unknown-variant', 'urn:duet:problem:not-found'];
const CHECK_TIMEOUT_MS = 30_000;

/**
 * Asks every service of both sides, side by side.
 * @throws DuetError (exit 3) where an answer is not what the contract foresees, naming side, cell and reason.
 */
export async function survey(lab: Lab, services: Service[], options: SurveyOptions): Promise<Surveyed[]> {
  await lab.upstream.setModel(FAST_UPSTREAM);
  return Promise.all(services.map((service) => surveyService(lab, service, options)));
}

async function surveyService(lab: Lab, service: Service, { patterns: names, signal }: SurveyOptions) {
  await using client = openClient(service.url, { connections: 4, timeoutMs: CHECK_TIMEOUT_MS, signal });
  const { stack, side = 'head' } = service;
  const health = await askHealth(service.url);
  const found: Surveyed = { side, stack, health, answers: {}, unknown: [] };
  for (const pattern of names) {
    const listed = health.variants?.[pattern] ?? (health.variants === undefined ? undefined : []);
    const known = variantsOf(patterns[pattern], stack);
    const unknown = listed?.filter((variant) => !known.includes(variant)) ?? [];
    found.unknown.push(...unknown.map((variant) => ({ pattern, variant })));
    for (const variant of known.filter((one) => listed?.includes(one) ?? true)) {
      const answers: unknown[] = [];
      for (const check of patterns[pattern].checks(variant)) {
        const where = { pattern, stack, variant, side, phase: 'check' };
        const { answer, failure } = await watchDeaths(
          { watched: [lab, service], where, signal, suspicious: (outcome) => outcome.failure !== undefined },
          () => sendChecked(client, check),
        );
        // A side of before the list of variants says so when it is asked.
        if (failure !== undefined && listed === undefined && ABSENT.includes(failure.type)) break;
        if (failure !== undefined && !isForeseen(failure)) throw notTheContract(failure, where);
        answers.push(failure ?? JSON.parse(answer.text));
      }
      if (answers.length > 0) found.answers[pattern] = { ...found.answers[pattern], [variant]: answers };
    }
  }
  return found;
}

function notTheContract({ status, title, detail }: Failure, where: DuetError['where']): DuetError {
  const answered = status === 0 ? 'gave no answer' : `answered ${status}`;
  return new DuetError(`does not follow the contract: it ${answered}: ${title}. ${detail}`, {
    exitCode: EXIT.disagreement,
    where,
    hint: 'see the log of this service in the run folder; the harness of head asks what fixtures/contract/openapi.yaml says',
  });
}
