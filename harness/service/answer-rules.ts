/** Which answers of a reader's service count as served: status 200 to 299, and a body that keeps to the rules. */
import type { HttpAnswer } from '../load/client.ts';
import type { Check } from '../load/outcome.ts';
import { expectBodies } from './expectations.ts';

export interface AnswerRules {
  /** Whether an answer is the expected one. */
  readonly check: Check;
  /** What a body is not as, e.g. "json:errors="; undefined where it is as it must be. */
  readonly brokenRule: (answer: HttpAnswer) => string | undefined;
}

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** @throws SyntaxError that says what is wrong with a rule. */
export function answerRules(rules: readonly string[]): AnswerRules {
  const brokenRule = expectBodies(rules);
  return {
    brokenRule,
    check: (answer) => {
      if (!isSuccess(answer.status)) return 'wrong-status';
      return brokenRule(answer) === undefined ? undefined : 'wrong-body';
    },
  };
}
