/**
 * The CLI for command lines that start nothing: one process carries them out one after another, and loads the harness
 * once. usage.test.ts holds it to saying what a process for each says. What was hidden as a secret once is hidden in all
 * that follow, so that tests of secrets need a process each.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { cacheFolder } from '../../install.ts';
import { environmentIn, type Outcome } from './duet-process.ts';
import { makePlace, type Place } from './place.ts';

export interface Command {
  args: string[];
  cwd: string;
  /** Put over that of the process. */
  env: Record<string, string>;
}

export type Answer = Pick<Outcome, 'exitCode' | 'stdout' | 'stderr'>;

export interface OneProcess extends Disposable {
  /** Carries out a command line in a place. */
  duet(place: Place, args: string[]): Promise<Answer>;
}

export function startOne(): OneProcess {
  // It belongs to none of those that its command lines are carried out in.
  const home = makePlace();
  const child = fork(fileURLToPath(new URL('many-commands.ts', import.meta.url)), {
    cwd: home.dir,
    env: { ...process.env, ...environmentIn(home), NODE_COMPILE_CACHE: join(cacheFolder, 'compiled') },
    execArgv: [],
  });
  const ended = new AbortController();
  child.once('exit', (code, signal) => ended.abort(new Error(`duet ended by itself: ${code ?? signal}`)));
  const carryOut = async (command: Command): Promise<Answer> => {
    const answered = once(child, 'message', { signal: ended.signal });
    child.send(command);
    const [answer] = await answered;
    return answer;
  };
  let before: Promise<unknown> = Promise.resolve();
  return {
    duet(place, args) {
      const { TMPDIR } = environmentIn(place);
      const answer = before.then(() => carryOut({ args, cwd: place.dir, env: { TMPDIR } }));
      before = answer.catch(() => undefined);
      return answer;
    },
    [Symbol.dispose]() {
      child.kill('SIGKILL');
      home[Symbol.dispose]();
    },
  };
}

/** Opens a place and such a process for all tests of a file, and closes both after them. */
export function openForFile(take: (opened: { place: Place; one: OneProcess }) => void): void {
  const resources = new DisposableStack();
  beforeAll(() => take({ place: resources.use(makePlace()), one: resources.use(startOne()) }));
  afterAll(() => resources.dispose());
}
