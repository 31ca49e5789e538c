/** The measuring of a diff of a reader's service: its sides built and started, asked, counted, then block after block. */
import path from 'node:path';
import { choosePlacement, pinSelf, placement } from '../../lab/placement.ts';
import { setPolicy } from '../../lab/scheduling.ts';
import { openWorkplace } from '../../lab/workplace.ts';
import { committedLines } from '../../options/diff-accept.ts';
import { diffSizes } from '../../patterns/diff/index.ts';
import { servicesAreEqual } from '../../protocol/diff/sides.ts';
import type { DiffResults, SideName } from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import { buildsIn } from '../../service/builds.ts';
import type { ServiceCommands } from '../../service/commands.ts';
import { findServiceConfig, readServiceConfig } from '../../service/read-config.ts';
import { openServiceCheckouts } from '../../service/side-checkouts.ts';
import { openServiceSides, type ServiceSides } from '../../service/sides.ts';
import type { UnderWay } from '../kind.ts';
import { continueHeader } from '../resume.ts';
import { DIFF_MAX_CONNECTIONS } from './clients.ts';
import { describeDiff, provenanceOf } from './header.ts';
import { refuseWithoutCpu } from './measure.ts';
import { planOf } from './plan.ts';
import { prepareService, requestOf } from './prepare-service.ts';
import type { DiffRequest, ServiceToDiff } from './request.ts';
import { openServiceLab } from './service-lab.ts';
import { asBefore, decide, measureTimed, sayWhatIsCompared } from './under-way.ts';
import { commandsOfWay, shownWays } from './ways.ts';

/** @throws DuetError that names the side where one cannot be built or started (exit 4), or answers wrongly (exit 3). */
export async function measureServiceDiff(
  request: DiffRequest,
  toDiff: ServiceToDiff,
  run: UnderWay<DiffResults>,
): Promise<void> {
  const {
    header: requested,
    sides: given,
    exactBase,
    accepted,
    evenIfEqual,
    sameAnswers,
    share,
    out,
    earlier,
  } = request;
  const { described: service, ownConfigs, ways } = toDiff;
  const { folder, progress, signal } = run;
  await choosePlacement(undefined, earlier?.header.environment.placement);
  const { counts_only } = requested;
  const known = {
    name: service.name,
    ...(ways === undefined ? {} : { ways: shownWays(ways) }),
  };
  const names = sideNames({ service: known });
  progress.step(`checking out ${names.base} and ${names.head}`);
  await using workplace = openWorkplace(requested.id);
  await using checkouts = await openServiceCheckouts({
    ...{ workplace, ...given, exactBase, names, configDir: service.dir, leftOut: path.resolve(out), signal },
  });
  // A change is accepted of versions: neither way was there before.
  const committed = ways === undefined && earlier === undefined ? committedLines((side) => checkouts.rootOf(side)) : [];
  const found = {
    sides: asBefore(checkouts.sides, earlier),
    accepted: [...accepted, ...committed],
    changedFiles: checkouts.changedFiles,
  };
  if (ways === undefined) sayWhatIsCompared(found.sides, progress);
  else progress.note(`a: ${ways.base.shown}, b: ${ways.head.shown}`);
  if (!evenIfEqual && earlier === undefined && servicesAreEqual(checkouts.sides, [])) {
    const described = describeDiff(requested, {
      ...found,
      sizes: diffSizes,
      service: { ...known, requests: service.requests.map(requestOf) },
    });
    return decide(share === undefined ? described : { ...described, ...planOf(described, 0, share) }, [], run);
  }
  refuseWithoutCpu(requested);
  await using sides = await openServiceSides({
    ...{ workplace, checkouts, signal, logDir: path.join(folder.dir, 'logs'), cacheDir: buildsIn(out) },
    maxConnections: DIFF_MAX_CONNECTIONS,
    commandsOf: commandsOfSides(toDiff, checkouts.sides.base.given),
    onProgress: (text) => progress.step(text),
  });
  if (sides.configOf.base === 'head' && ownConfigs)
    progress.note('base has no config file of its own: that of head is used');
  // Building takes as long as it takes: no part of the time budget.
  const startedMs = performance.now();
  const lab = openServiceLab(sides);
  const prepared = await prepareService(lab, {
    requested,
    service,
    ways,
    known,
    earlier,
    sameAnswers,
    progress,
    signal,
  });
  const { environment, sizes, asking, ...facts } = prepared;
  const all = describeDiff(requested, { ...found, sizes, lab: environment, service: facts.service, prepared: facts });
  const lockstep = !counts_only && sharesCore(sides);
  const { samples = [], phases = [] } = earlier ?? {};
  const header =
    earlier === undefined
      ? { ...all, ...planOf({ ...all, lockstep }, performance.now() - startedMs, share) }
      : continueHeader(earlier.header, all, provenanceOf);
  decide(header, samples, run);
  if (counts_only) return;
  pinSelf();
  const earlierMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const spentMs = () => performance.now() - startedMs + earlierMs;
  const measuring = { lab: lab.trials, signal, folder, progress, samples, phases, doneMs: 0, spentMs };
  await measureTimed(header, measuring, { checkouts: sides, asking }, run);
}

/**
 * What a side is built and started by: its way, the config that it has in its own folder, or that of head.
 * @param given what base was called, for messages.
 */
function commandsOfSides({ described, ownConfigs, ways }: ServiceToDiff, given: string) {
  const commands = { ...described.config, ...described };
  return async (side: SideName, dir: string): Promise<ServiceCommands | undefined> => {
    if (ways !== undefined) return commandsOfWay(commands, ways[side]);
    if (side === 'head' || !ownConfigs) return commands;
    const file = findServiceConfig(dir);
    if (file === undefined) return undefined;
    const called = `${path.basename(file)} of base (${given})`;
    const own = await readServiceConfig(file, { called, packagesOf: described.dir });
    return { ...own.config, ...own };
  };
}

/** Whether PostgreSQL, where there is one, runs beside the service and the driver, and interrupts neither. */
function sharesCore({ server }: ServiceSides): boolean {
  if (placement.rest === undefined) return false;
  return server === undefined || (server.pid !== undefined && setPolicy(server.pid, 'SCHED_BATCH'));
}
