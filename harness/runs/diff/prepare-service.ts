/** What stands between the sides of a reader's service and the first timed trial: both asked, compared, counted, calibrated. */
import { factRows } from '../../diff/fact-rows.ts';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { startBackendsCpu } from '../../lab/backends.ts';
import { type DatabaseObserver, observeDatabase } from '../../lab/database-counts.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Ways } from '../../options/ab.ts';
import { diffSizes } from '../../patterns/diff/index.ts';
import type { Testbed } from '../../patterns/pattern.ts';
import type { Shape } from '../../patterns/shape/shape.ts';
import type { Progress } from '../../progress.ts';
import { askRequests, ofSides } from '../../protocol/diff/ask-requests.ts';
import { calibrateRequests } from '../../protocol/diff/calibrate-requests.ts';
import { countSides } from '../../protocol/diff/count.ts';
import { countRequests, type DatabaseView } from '../../protocol/diff/count-requests.ts';
import { readShapes } from '../../protocol/diff/shape.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import { startServices } from '../../protocol/start-services.ts';
import { type Asked, type Asking, openAsking } from '../../requests/asking.ts';
import { chooseLoad } from '../../requests/choose-load.ts';
import { mixOf } from '../../requests/mix.ts';
import { requestShape } from '../../requests/shape.ts';
import type { StoredDiff } from '../../results/diff-folder.ts';
import {
  type AnswerDifference,
  type CellName,
  type DiffService,
  type ServiceRequest,
  SIDES,
  type SideName,
  type Sizes,
} from '../../results/schema.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import type { NamedRequest } from '../../service/prepared.ts';
import type { ReadService } from '../../service/read-config.ts';
import { numberingsOfSides } from '../../service/request-numbers.ts';
import { freeConnections, sizesForRequests } from './clients.ts';
import type { RequestedDiffHeader } from './header.ts';
import { describeChange, type PreparedDiff, sayWhatDiffers, sayWhichFactsChanged } from './prepare.ts';
import type { ServiceLab } from './service-lab.ts';
import { askedInWays } from './ways.ts';

export interface PreparingService {
  requested: RequestedDiffHeader;
  service: ReadService;
  ways: Ways | undefined;
  known: Pick<DiffService, 'name' | 'ways'>;
  earlier: StoredDiff | undefined;
  sameAnswers: boolean;
  progress: Progress;
  signal: AbortSignal;
}

export interface PreparedService extends PreparedDiff {
  service: DiffService;
  sizes: Sizes;
  asking: Asking;
  /** What describes the environment; undefined where there is no database. */
  environment: Pick<Lab, 'database' | 'ownership'> | undefined;
}

/** A request may change what it counts itself: each is counted twice, after the same on both sides. */
const PASSES = 2;

/**
 * @throws DuetError: exit 4 where a service does not start, 3 where one answers wrongly, or differently where that must not
 *   be; all name the side.
 */
export async function prepareService(lab: ServiceLab, preparing: PreparingService): Promise<PreparedService> {
  const { requested, service, ways, known, earlier, sameAnswers, progress, signal } = preparing;
  const names = sideNames({ service: known });
  const { server } = lab.sides;
  const free = server && !requested.counts_only ? await freeConnections(server.url) : undefined;
  progress.step(`starting the service of ${names.base} and of ${names.head}`);
  const startedMs = performance.now();
  const instances = SIDES.map((side) => ({ stack: 'service' as const, side }));
  const start = ({ side }: { side: SideName }) => ({ via: 'proxy' as const, side, logName: `check-${names[side]}` });
  await using running = await startServices(lab.trials, instances, start);
  const start_ms = (performance.now() - startedMs) / SIDES.length;
  const services = ofSides(running.services as Parameters<typeof ofSides>[0]);

  const numberings = numberingsOfSides(requested.seed, server !== undefined);
  const both = { base: service.askedWith(numberings.base), head: service.askedWith(numberings.head) };
  const asked = withMix(askedInWays(both, ways), requested);
  const requests = asked.head.requests.map(requestOf);
  const { pid: serverPid } = server ?? {};
  const asking = openAsking(
    asked,
    serverPid === undefined ? {} : { databaseCpu: (processes) => startBackendsCpu(serverPid, processes) },
  );
  progress.step(`requesting everything from ${names.base} and ${names.head}`);
  const answers = await askRequests(lab.trials, services, { asking, names, signal });
  sayWhatDiffers({ one_sided: [], unmeasured: [], answers }, progress, names);
  if (sameAnswers) refuseOtherAnswers(answers, names);

  const cellsOf = (some: readonly ServiceRequest[]) =>
    some.map(({ name }): CellName => ({ pattern: 'request', stack: 'service', variant: name }));
  // A mix is timed, and what its requests cause is counted of each by itself.
  const cells = cellsOf(requests.filter(({ mix }) => mix === undefined));
  await using observer = server && (await observeDatabase(server, 'reader'));
  const views = observer && viewsOf(lab, observer);
  if (requested.counts_only && views === undefined) throw uncounted();
  const inspections =
    earlier?.header.inspections ??
    (await countSides({
      cells,
      passes: PASSES,
      inspect: (side, some) => countRequests(lab.trials, services[side], some, { asking, view: views?.[side], signal }),
      onPattern: () => progress.step('counting what each request causes'),
      onChange: (change) => progress.note(describeChange(change, names)),
    }));
  const readFacts = (shape: Shape<Testbed>) =>
    readShapes(lab.trials, bothOf(services), {
      ...{ cells, sizes: diffSizes, signal, shapes: { request: shape } },
      startAgain: ({ side = 'head' }) => lab.start(side, { via: 'proxy', logName: `shape-${names[side]}` }),
      onPattern: () => progress.step('reading the shape of each request'),
    });
  const facts =
    earlier?.header.facts ?? (views && (await readFacts(requestShape((side) => views[side].proxy, asking))));
  if (facts !== undefined) sayWhichFactsChanged(factRows({ cells, facts }), progress, names);
  const sizes = earlier?.header.sizes ?? sizesForRequests(free, facts);
  sayFewerClients(sizes, progress);
  const loads = await chooseLoads(lab, { ...preparing, asking, sizes });
  return {
    ...{ cells: cellsOf(requests), counted: [], one_sided: [], unmeasured: [], answers, inspections, facts, asking },
    health: { base: {}, head: {} },
    sizes,
    environment: server && { database: server, ownership: lab.sides.ownership },
    service: {
      ...known,
      requests: requests.map((one) => ({ ...one, ...loads(one.name) })),
      ...(requested.counts_only ? {} : { start_ms, growth: true as const }),
      ...(serverPid === undefined || requested.counts_only ? {} : { database_cpu: true as const }),
      ...unseenIn(lab),
    },
  };
}

/** With one load more where requests have weights, the same on both sides. Counting needs none. */
function withMix(asked: BySide<Asked>, { counts_only, seed }: RequestedDiffHeader): BySide<Asked> {
  if (counts_only) return asked;
  const of = ({ requests, ...others }: Asked): Asked => {
    const mix = mixOf(requests, seed);
    return { ...others, requests: mix === undefined ? requests : [...requests, mix] };
  };
  return { base: of(asked.base), head: of(asked.head) };
}

const bothOf = <T>({ base, head }: BySide<T>): BySide<T[]> => ({ base: [base], head: [head] });

/** The seconds of a diff that goes on are not spent on what it knows. */
async function chooseLoads(
  lab: ServiceLab,
  { requested, earlier, asking, sizes, progress, signal }: PreparingService & { asking: Asking; sizes: Sizes },
) {
  const known = earlier?.header.service?.requests;
  if (requested.counts_only) return () => ({});
  if (known !== undefined) {
    return (name: string) => {
      const load = known.find((one) => one.name === name)?.load;
      return load === undefined ? {} : { load };
    };
  }
  progress.step('looking how long each request takes');
  const clients = sizes.capacity_clients;
  await using service = await lab.start('base', { via: 'direct', logName: `calibration-${lab.sides.names.base}` });
  const times = await calibrateRequests(lab.trials, service, { asking, clients, signal });
  return (name: string) => {
    const found = times.get(name);
    return found === undefined ? {} : { load: chooseLoad(found, clients) };
  };
}

function sayFewerClients({ capacity_clients: clients }: Sizes, { note }: Progress): void {
  if (clients === diffSizes.capacity_clients) return;
  note(`${clients} clients in place of ${diffSizes.capacity_clients}: PostgreSQL has connections for no more`);
}

/** A request as the header has it. */
export const requestOf = ({ name, shown, thresholds, onlyShown, mix }: NamedRequest): ServiceRequest => ({
  ...{ name, request: shown.request, headers: { ...shown.headers }, thresholds: { ...thresholds } },
  ...(mix === undefined ? {} : { mix: { ...mix } }),
  ...(onlyShown ? { only_shown: true as const } : {}),
});

/** Undefined where one of the sides has none. */
function viewsOf({ sides }: ServiceLab, observer: DatabaseObserver): BySide<DatabaseView> | undefined {
  const viewOf = (side: SideName): DatabaseView | undefined => {
    const database = sides.databaseOf(side);
    if (database === undefined || typeof database.proxy === 'string') return undefined;
    return { proxy: database.proxy, observer, name: database.name };
  };
  const [base, head] = SIDES.map(viewOf);
  return base && head && { base, head };
}

function unseenIn({ sides }: ServiceLab): Pick<DiffService, 'unseen'> {
  if (sides.server === undefined) return { unseen: 'no-database' };
  return SIDES.some((side) => typeof sides.databaseOf(side)?.proxy === 'string') ? { unseen: 'no-proxy' } : {};
}

const uncounted = () =>
  refused(
    '--counts-only: there is nothing to count, because duet sees no database of the service',
    'leave it out to compare CPU, time and memory, or say which one it has: database: { from: "duet" }',
  );

function refuseOtherAnswers(answers: readonly AnswerDifference[], names: SideNames): void {
  const [first] = answers.filter(({ random }) => random === undefined);
  if (first === undefined) return;
  const { variant, path, base, head } = first;
  throw new DuetError(`the answers differ at ${path}: ${names.base} ${base}, ${names.head} ${head}`, {
    exitCode: EXIT.disagreement,
    where: { variant, phase: '--same-answers' },
    hint: 'name what may differ in `ignore` of the request, or leave --same-answers out: then differences are shown',
  });
}
