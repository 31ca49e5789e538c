import { once } from 'node:events';
import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT, maskPasswords } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { ensureFile } from '../lab/files.ts';
import type { Database } from '../lab/postgres.ts';
import { openProgress } from '../progress.ts';
import { addStacks, type StackOptions } from './options.ts';
import { newRunId, openSession } from './session.ts';

const DEMO_FILE_BYTES = 1_000_000;

export function addServe(program: Command): void {
  addStacks(program.command('serve'))
    .description('leave the lab and the services up for curl, print their addresses, stop on Ctrl-C')
    .addHelpText('after', '\nExample:\n  duet serve --stack python')
    .action(async ({ stack, out }: StackOptions) => {
      const signal = abortOnSignals();
      const progress = openProgress();
      const runId = newRunId('serve');
      progress.step('starting PostgreSQL, the upstream stub, the proxy and the services');
      await using session = await openSession({ runId, out, logDir: path.join(out, runId, 'logs'), signal });
      const { lab } = session;
      const file = path.basename(await ensureFile(lab.filesDir, DEMO_FILE_BYTES, signal));
      await using services = new AsyncDisposableStack();
      const started = await Promise.all(
        stack.map(async (name) => services.use(await lab.startService(name, { place: 'all-cores' }))),
      );
      progress.end();
      for (const { stack: name, url } of started) console.log(`${name.padEnd(9)} ${url}`);
      console.log(`upstream  ${lab.upstreamUrl}\npostgres  ${shown(lab.database)}`);
      console.log('\nTry:');
      for (const { url } of started.slice(0, 1)) {
        console.log(`  curl ${url}/health`);
        console.log(`  curl "${url}/parallel/after/users/7?user_ms=500&orders_ms=600&reviews_ms=400"`);
        console.log(`  curl -H 'content-type: application/json' -d '{"file":"${file}"}' ${url}/streaming/after`);
      }
      console.log('\nCtrl-C stops everything.');
      await Promise.race([
        signal.aborted || once(signal, 'abort'),
        failsWithTheLab(() => started.map((one) => one.death())),
      ]);
      signal.throwIfAborted();

      async function failsWithTheLab(deaths: () => (string | undefined)[]) {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 500).unref());
          const death = lab.death() ?? deaths().find(Boolean);
          if (death) throw new DuetError(death, { exitCode: EXIT.environment });
        }
      }
    });
}

/** With the password where it is the run's own, made to be used by hand; the reader's own stays hidden. */
const shown = ({ source, url }: Database) => (source === 'embedded' ? url : maskPasswords(url));
