/** Turning SIGINT and SIGTERM into an orderly end: the first asks, the second does not wait. */
import { EXIT, Interrupted } from './errors.ts';

/** A signal that aborts, with `Interrupted` as its reason, when the process is asked to end. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // The exit handler of the workplace ends every process group of ours.
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      process.stderr.write(`\nduet: ${name}: stopping, keeping finished samples (again to stop at once)\n`);
      controller.abort(new Interrupted(name));
    });
  }
  return controller.signal;
}
