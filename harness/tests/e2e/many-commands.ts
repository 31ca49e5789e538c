/** A process of duet that carries out one command line after another, as its parent sends them (see one-process.ts). */
import { makeCommandTree } from '../../command-tree.ts';
import { carryOut } from '../../program.ts';
import type { Answer, Command } from './one-process.ts';

/** Where it is between two command lines, so that it is never taken for what one of them has left. */
const home = process.cwd();
const printed = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (chunk: string | Uint8Array) => {
    printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
}

process.on('message', async ({ args, cwd, env }: Command) => {
  Object.assign(printed, { stdout: '', stderr: '' });
  Object.assign(process.env, env);
  process.chdir(cwd);
  // What is to be typed again is read from here.
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
  const exitCode = await carryOut(await makeCommandTree(args[0]), args);
  process.chdir(home);
  process.send?.({ exitCode, ...printed } satisfies Answer);
});
process.on('disconnect', () => process.exit());
