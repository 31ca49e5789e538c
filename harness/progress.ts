/** Progress on stderr: one line that is rewritten on a terminal, plain lines elsewhere. */
import { inWords } from './duration.ts';
import { printable, printableLines } from './printable.ts';

export interface Progress {
  /** A step of the set-up. */
  step(text: string): void;
  /** What is being measured now, and how much expected work (ms) is left after it. */
  measuring(text: string, done: number, total: number): void;
  /** Something that stays to be read. */
  note(text: string): void;
  /** Makes room for what is printed on the same terminal. */
  clear(): void;
  /** Leaves the line as it is and goes to the next. */
  end(): void;
}

/** As long as something is measured. */
const MOST_PERCENT = 99;

export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now();
  let lastPlain = '';
  const show = (given: string) => {
    const text = printable(given);
    if (stream.isTTY) stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`);
    else if (text !== lastPlain) stream.write(`${text}\n`);
    lastPlain = text;
  };
  let measuringSince: number | undefined;

  return {
    step: (text) => show(`duet: ${text}`),
    measuring(text, done, total) {
      measuringSince ??= performance.now();
      const spentMs = performance.now() - measuringSince;
      // The expectation is of this machine's making once a tenth of the work has shown its real pace.
      const pace = done > total / 10 ? spentMs / done : 1;
      // What takes longer than it was to take is not done because of that.
      const percent = Math.min(MOST_PERCENT, Math.floor((100 * done) / total));
      const left = done < total ? `${inWords((total - done) * pace)} left` : 'longer than expected';
      show(`duet: ${String(percent).padStart(3)} %  ${text}  (${left})`);
    },
    note(text) {
      stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}duet: ${printableLines(text)}\n`);
    },
    clear() {
      if (stream.isTTY) stream.write('\r\x1b[2K');
    },
    end() {
      if (stream.isTTY) stream.write('\r\x1b[2K');
      stream.write(`duet: ended after ${inWords(performance.now() - started)}\n`);
    },
  };
}
