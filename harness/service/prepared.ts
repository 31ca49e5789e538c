/** What is known of a reader's service before it is measured: what it is asked. The config file is one way to say it. */
import type { HttpAnswer, HttpRequest } from '../load/client.ts';
import type { Check } from '../load/outcome.ts';
import type { RequestThresholds } from './config.ts';

/** One of the requests that are measured. Its name is that of its cell in a report. */
export interface NamedRequest {
  readonly name: string;
  /** Its part of a mixed load; undefined where it is not in one. */
  readonly weight?: number;
  /** The weights of the requests that this one stands for: see requests/mix.ts. */
  readonly mix?: Readonly<Record<string, number>>;
  /**
   * The n-th request of a load, from 0: the same for both sides, but for what is not to repeat, such as an id.
   * @param taken what the answer to the first request gave, by the names of the placeholders.
   */
  request(n: number, taken: Taken): HttpRequest;
  /** Whether an answer is the expected one. */
  readonly check: Check;
  /** What an answer does not match, e.g. "json:errors="; undefined where it is as it must be. */
  brokenRule(answer: HttpAnswer): string | undefined;
  /** JSON paths of what may differ between the answers of the sides. */
  readonly ignore: readonly string[];
  /** Over those of the whole diff. */
  readonly thresholds: RequestThresholds;
  /** Whether a regression of it is shown and does not fail. */
  readonly onlyShown: boolean;
  /** As it may be printed and saved, without secrets. */
  readonly shown: { request: string; headers: Readonly<Record<string, string>> };
}

/** What a first request's answer gave, by the names of the placeholders. */
export type Taken = Readonly<Record<string, string>>;
