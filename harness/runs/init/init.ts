/** `duet init`: a config file from what looking at a folder tells, tried at once. */
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../../atomic-write.ts';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { explainFileErrors } from '../../file-errors.ts';
import { abortOnSignals } from '../../interrupt.ts';
import type { Ask } from '../../options/ask.ts';
import type { InitOptions } from '../../options/init.ts';
import { type Chosen, chooseParts } from '../../options/init-choose.ts';
import { openProgress } from '../../progress.ts';
import { tableLines } from '../../report/kit/terminal.ts';
import { REDIRECTION_HINT } from '../../service/answer-rules.ts';
import type { ServiceConfig } from '../../service/config.ts';
import { lookAt } from '../../service/detect/look.ts';
import { prepareService } from '../../service/read-config.ts';
import { configText } from '../../service/write-config.ts';
import { type ListedBy, listedByService, listedInFile } from './list-requests.ts';
import { type TargetFile, targetFile } from './target-file.ts';
import { openTrial } from './trial.ts';
import { type Tried, tryRequests } from './try-requests.ts';

/** What every service has, where nothing says more. */
const ROOT: ServiceConfig['requests'] = { root: 'GET /' };

/**
 * @param ask absent where nobody is to be asked.
 * @throws DuetError: exit 2 for a file that is there already, or a service of which nothing is known; 4 where the
 * service does not start, or a request is not answered as expected. The file is written then, too.
 */
export async function init(dir: string, options: InitOptions, ask: Ask | undefined): Promise<void> {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw refused(`there is no folder ${dir}`, 'give that of the service, or call duet init in it');
  const target = targetFile(dir, options);
  const listed = listedInFile(dir, options);
  const say = (text: string) => console.error(text);
  const chosen = await chooseParts(lookAt(dir), options, listed?.requests ?? {}, { ask, say });
  const isKnown = Object.keys(chosen.config.requests).length > 0;
  const draft = isKnown ? chosen : withRequests(chosen, ROOT, undefined);
  write(dir, target, draft);
  if (listed !== undefined) saySkipped(listed);
  if (options.skipTrial === true) return;
  const signal = abortOnSignals();
  await tryOut({ dir, target, options, chosen, draft, isKnown, listed }, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

interface Drafted {
  dir: string;
  target: TargetFile;
  options: InitOptions;
  chosen: Chosen;
  /** What is written. */
  draft: Chosen;
  /** Whether its requests are the reader's own, or those of a file. */
  isKnown: boolean;
  listed: ListedBy | undefined;
}

/** Starts the service as the file says, and sends its requests, or those that the service itself lists. */
async function tryOut(
  { dir, target, options, chosen, draft, isKnown, listed }: Drafted,
  signal: AbortSignal,
): Promise<void> {
  const service = prepareService(draft.config, path.resolve(dir), target.file);
  await using trial = await openTrial(service, options.out, signal);
  const served = isKnown ? undefined : await listedByService(trial.url, options, signal);
  if (served !== undefined) saySkipped(served);
  const known = served === undefined ? draft : withRequests(chosen, withoutReady(served, chosen), served.from);
  const asked = prepareService(known.config, path.resolve(dir), target.file);
  const taken = (await asked.first?.send(trial.url, signal)) ?? {};
  const tried = await tryRequests(trial.url, asked.requests, taken, signal);
  const kept = withoutWrongGuesses(tried, (served ?? listed)?.guessed ?? []);
  if (known !== draft || kept.length < tried.length) {
    const requests = Object.fromEntries(kept.map(({ name }) => [name, known.config.requests[name] as string]));
    write(dir, target, withRequests(known, requests, undefined));
  }
  report(kept, trial.death(), target.file);
}

/** A value that nothing said may be of no row; where all are wrong, the reader sees them. */
function withoutWrongGuesses(tried: readonly Tried[], guessed: readonly string[]): readonly Tried[] {
  const isWrong = ({ name, problem }: Tried) => problem !== undefined && guessed.includes(name);
  const kept = tried.filter((one) => !isWrong(one));
  if (kept.length === 0) return tried;
  for (const { request, status } of tried.filter(isWrong)) {
    openProgress().note(`left out ${request}: a guess, answered with ${status ?? 'nothing'}`);
  }
  return kept;
}

/** That it is ready tells nothing of what it does. */
function withoutReady({ requests }: ListedBy, { config }: Chosen): ServiceConfig['requests'] {
  const others = Object.entries(requests).filter(([, line]) => line !== `GET ${config.ready}`);
  return others.length === 0 ? requests : Object.fromEntries(others);
}

function withRequests({ config, comments }: Chosen, requests: ServiceConfig['requests'], from: string | undefined) {
  return { config: { ...config, requests }, comments: from === undefined ? comments : { ...comments, requests: from } };
}

function write(dir: string, { file, format, typed, replaces }: TargetFile, { config, comments }: Chosen): void {
  // Held to the same rules as one that is read, before anybody is told that it is there.
  prepareService(config, path.resolve(dir), file);
  explainFileErrors(`write ${file}`, () => {
    writeAtomically(file, configText(config, { format, typed, comments }));
    if (replaces !== undefined) rmSync(replaces, { force: true });
  });
  console.log(`written: ${file}`);
}

function saySkipped({ from, skipped }: ListedBy): void {
  for (const one of skipped) openProgress().note(`${from}: left out ${one}`);
}

/** @throws DuetError (exit 4) where an answer is not the expected one. */
function report(tried: readonly Tried[], death: string | undefined, file: string): void {
  const rows = tried.map(({ name, request, status, ms, problem }) => [
    `  ${name}`,
    request,
    status === null ? 'none' : String(status),
    `${Math.round(ms)} ms`,
    problem ?? '',
  ]);
  for (const line of tableLines(rows)) console.log(line.trimEnd());
  if (death !== undefined) throw new DuetError(death, { exitCode: EXIT.environment, hint: `correct ${file}` });
  const wrong = tried.filter(({ problem }) => problem !== undefined);
  if (wrong.length === 0) return;
  const are = wrong.length === 1 ? 'is' : 'are';
  const message = `${wrong.length} of ${tried.length} requests ${are} not answered as expected`;
  throw new DuetError(message, { exitCode: EXIT.environment, hint: hintFor(wrong, file) });
}

function hintFor(wrong: readonly Tried[], file: string): string {
  const has = (...statuses: number[]) => wrong.some(({ status }) => status !== null && statuses.includes(status));
  if (has(401, 403)) return `say in ${file} how to log in: headers, or a first request whose answer has a token`;
  if (has(404)) return `name rows that there are in the requests of ${file}; database.seed makes them`;
  if (wrong.some(({ status }) => status !== null && status >= 500))
    return `an empty database needs database.migrate and database.seed in ${file}; the log above may say more`;
  if (wrong.some(({ status }) => status !== null && status >= 300 && status <= 399)) return REDIRECTION_HINT;
  return `correct the requests in ${file}`;
}
