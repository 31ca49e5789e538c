/** The lab and the services, left up until somebody ends them. */
import { once } from 'node:events';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { ensureFile } from '../lab/files.ts';
import type { Lab } from '../lab/lab.ts';
import type { Database } from '../lab/postgres.ts';
import { openProgress } from '../progress.ts';
import type { StackName } from '../results/schema.ts';
import { shownDatabase } from '../secrets.ts';
import { openSession } from './session.ts';

const DEMO_FILE_BYTES = 1_000_000;

/**
 * Prints the addresses, with requests to try.
 * @throws Interrupted when the process is asked to end; DuetError (exit 4) when something does not start or dies.
 */
export async function serve(stacks: readonly StackName[], out: string): Promise<void> {
  const signal = abortOnSignals();
  const progress = openProgress();
  progress.step('starting PostgreSQL, the upstream stub, the proxy and the services');
  await using session = await openSession('serve', { out, signal });
  const { lab } = session;
  const file = path.basename(await ensureFile(lab.filesDir, DEMO_FILE_BYTES, signal));
  await using services = new AsyncDisposableStack();
  const started = await Promise.all(
    stacks.map(async (name) => services.use(await lab.startService(name, { place: 'all-cores' }))),
  );
  progress.end();
  for (const { stack, url } of started) console.log(`${stack.padEnd(9)} ${url}`);
  console.log(`upstream  ${lab.upstreamUrl}\npostgres  ${shown(lab.database)}`);
  console.log('\nTry:');
  for (const { url } of started.slice(0, 1)) {
    console.log(`  curl ${url}/health`);
    console.log(`  curl "${url}/parallel/after/users/7?user_ms=500&orders_ms=600&reviews_ms=400"`);
    console.log(`  curl -H 'content-type: application/json' -d '{"file":"${file}"}' ${url}/streaming/after`);
  }
  console.log('\nCtrl-C stops everything.');
  await Promise.race([signal.aborted || once(signal, 'abort'), untilDeath([lab, ...started])]);
  signal.throwIfAborted();
}

/** @throws DuetError (exit 4) as soon as one of them has died. */
async function untilDeath(all: readonly Pick<Lab, 'death'>[]): Promise<never> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500).unref());
    const death = all.map((one) => one.death()).find(Boolean);
    if (death) throw new DuetError(death, { exitCode: EXIT.environment });
  }
}

/** With the password where it is the run's own, made to be used by hand; the reader's own stays hidden. */
const shown = ({ source, url }: Database) => (source === 'embedded' ? url : shownDatabase(url));
