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

/** "a redirection to /login", without a query, which may hold secrets; undefined for any other answer. */
export function redirectionText({ status, location }: Pick<HttpAnswer, 'status' | 'location'>): string | undefined {
  if (status < 300 || status > 399 || location === undefined) return undefined;
  return `a redirection to ${location.split(/[?#]/, 1)[0]}`;
}

/** What to do about one: no request follows it, because both sides are to be asked for the same. */
export const REDIRECTION_HINT =
  'ask for the path that it leads to, or log in: by a header, or by a first request whose answer has a cookie or a token';
