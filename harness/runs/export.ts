/** `duet export`: a load as files that other load generators read. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { writeAtomically } from '../atomic-write.ts';
import { refused } from '../errors.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { requireOwnServices } from '../install.ts';
import { drawSeed } from '../options/command-line.ts';
import type { ExportOptions } from '../options/export.ts';
import { exportedRequests, type RequestOf } from '../patterns/exported.ts';
import { patterns } from '../patterns/index.ts';
import { variantsOf } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import { filesOf } from '../report/export/files.ts';
import { renderExportSummary } from '../report/export/terminal.ts';
import { targetLines } from '../requests/targets.ts';
import { type Generator, type LoadExport, TARGETS_FILE } from '../results/load-export.ts';
import { hideSecrets } from '../secrets.ts';
import { findServiceConfig, readServiceConfig } from '../service/read-config.ts';
import { numberingsOfSides } from '../service/request-numbers.ts';
import { terminal } from './terminal.ts';

/** The option that names the folder. */
const DIR = '--dir';

/** @throws DuetError: exit 2 for what cannot be exported, or would be written over; 4 where nothing can be written. */
export async function exportLoad(generator: Generator, options: ExportOptions): Promise<void> {
  const { rate: ratePerS, duration, workers: pods, url, dir, force } = options;
  if (!force) refuseFull(dir);
  const { seed, command } = drawSeed(options.seed);
  const { what, requestOf, areUnique } = await askedFor(options, seed);
  const durationS = duration / 1_000;
  const total = ratePerS * durationS;
  const lines = targetLines(requestOf, { url, total, pods, areUnique });
  const plan: LoadExport = {
    ...{ id: randomBytes(6).toString('hex'), command, what, url: hideSecrets(url) },
    ...{ ratePerS, durationS, pods, targets: lines.length },
  };
  const files = filesOf(generator, plan);
  explainFileErrors(`make the folder ${dir}`, () => makeFolder(dir), DIR);
  const write = (name: string, text: string, mode?: number) => {
    const file = path.join(dir, name);
    explainFileErrors(`write ${file}`, () => writeAtomically(file, text, mode), DIR);
  };
  // First what needs the most room: where there is none, no other file says that there is an export. Nobody else may read it.
  write(TARGETS_FILE, `${lines.join('\n')}\n`, 0o600);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const written = [...Object.keys(files), TARGETS_FILE].map((name) => path.join(dir, name));
  process.stdout.write(renderExportSummary(generator, plan, { ...terminal(), files: written }));
}

function refuseFull(dir: string): void {
  const isFull = explainFileErrors(`read ${dir}`, () => existsSync(dir) && readdirSync(dir).length > 0, DIR);
  if (isFull) throw refused(`${dir} is not empty`, 'choose another folder with --dir, or write into it with --force');
}

interface AskedFor {
  what: LoadExport['what'];
  requestOf: RequestOf;
  areUnique: boolean;
}

async function askedFor({ cell, service, profile, request, config }: ExportOptions, seed: number): Promise<AskedFor> {
  if ((cell === undefined) === (request === undefined)) {
    throw refused(
      cell === undefined ? 'nothing says which requests are sent' : '--cell and --request are two different loads',
      '--cell pooling/after for a service of duet, or --request and its name in duet.config.ts for one of yours',
    );
  }
  if (request !== undefined) return ownRequest(request, config ?? findServiceConfig('.'), seed);
  const { pattern, variant } = cell as NonNullable<typeof cell>;
  requireOwnServices('duet export --cell', undefined, 'export a request of your service (--request and its name)');
  const variants = variantsOf(patterns[pattern], service);
  if (!variants.includes(variant)) {
    throw refused(
      `${pattern} has no variant ${variant} in the ${service} service`,
      `did you mean ${pattern}/${closest(variant, variants)}? There are ${variants.join(', ')}`,
    );
  }
  const requestOf = exportedRequests(pattern, variant, profiles[profile].sizes);
  return { what: { stack: service, cell: `${pattern}/${variant}` }, requestOf, areUnique: false };
}

/** What makes a request another one each time, which the service may hold it to. */
const UNIQUE = /\{(?:n|uuid)\}/;

async function ownRequest(name: string, file: string | undefined, seed: number): Promise<AskedFor> {
  if (file === undefined) {
    throw refused('nothing says what your service is: there is no duet.config.ts here', 'duet init writes one');
  }
  const { config, askedWith } = await readServiceConfig(file);
  if (config.first !== undefined) {
    throw refused(
      `${file} has a first request, and what its answer gives is not known before the service runs`,
      'put what the requests need of it into their headers, from a variable of the environment, and leave `first` out',
    );
  }
  // Both sides of a diff would have these numbers.
  const { requests } = askedWith(numberingsOfSides(seed, true).head);
  const named = requests.find((one) => one.name === name);
  if (named === undefined) {
    const known = requests.map((one) => one.name);
    throw refused(
      `there is no request ${name} in ${file}`,
      `did you mean "${closest(name, known)}"? There are ${known.join(', ')}`,
    );
  }
  const areUnique = UNIQUE.test(JSON.stringify([config.requests[name], config.headers]));
  return { what: { request: name }, requestOf: (n) => named.request(n, {}), areUnique };
}
