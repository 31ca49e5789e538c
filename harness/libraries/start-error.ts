/** Why the process of a library did not start, in one line of what it printed. */
import { withoutCheckout } from '../lab/source.ts';

/** As Node and Python end a trace: the class of the error, and what it says. */
const ERROR_LINE = /^(?:\w+\.)*\w*(?:Error|Exception)\b[^:]*: ?\S.*/;

/** The last error in a log, without the path of this checkout; undefined where there is none. */
export function errorInLog(log: string): string | undefined {
  const line = log
    .split('\n')
    .map((text) => text.trim())
    .findLast((text) => ERROR_LINE.test(text));
  return line === undefined ? undefined : withoutCheckout(line);
}
