/** What stands around the services of one `duet tune pool`: a lab, or only the PostgreSQL that is observed, or nothing. */
import type { Lab } from '../../lab/lab.ts';
import { openDatabase } from '../../lab/postgres.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { describeEnvironment } from '../../protocol/environment.ts';
import { askHealth, type Health } from '../../protocol/parity.ts';
import { startServices } from '../../protocol/start-services.ts';
import type { Environment, StackName } from '../../results/schema.ts';
import { shownDatabase } from '../../secrets.ts';
import { forVerifying, type LabPlace, openLabIn } from '../session.ts';

export interface Around extends AsyncDisposable {
  workplace: Workplace;
  lab: Lab | undefined;
  /** The PostgreSQL that is observed, if any. */
  databaseUrl: string | undefined;
  environment: Environment;
}

interface Needs extends LabPlace {
  runId: string;
  /** Whether duet's PostgreSQL, upstream stub and proxy must be up. */
  needsLab: boolean;
  /** The stacks of duet's own services, if there are any. */
  stacks: StackName[];
}

/** @throws DuetError (exit 4) when something does not come up, or nobody answers at DATABASE_URL. */
export async function openAround({ runId, needsLab, stacks, ...place }: Needs): Promise<Around> {
  await using resources = new AsyncDisposableStack();
  const workplace = resources.use(openWorkplace(runId));
  const lab = needsLab ? resources.use(await openLabIn(workplace, place)) : undefined;
  // Asked for its version only: nothing is written to a database that is observed.
  const observed =
    lab ?? (process.env.DATABASE_URL ? { database: await openDatabase(workplace, place.logDir) } : undefined);
  const health = lab === undefined ? {} : await askStacks(lab, stacks);
  place.signal.throwIfAborted();
  const owned = resources.move();
  return {
    workplace,
    lab,
    databaseUrl: lab?.serviceUrl ?? observed?.database.url,
    environment: describeEnvironment(observed, health, 'tune', {}),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Which PostgreSQL a service of the reader's is tuned on, in words. */
export function databaseInWords({ lab, databaseUrl }: Pick<Around, 'lab' | 'databaseUrl'>): string {
  if (lab !== undefined) return 'the service gets a PostgreSQL of duet as DATABASE_URL, which ends with this run';
  if (databaseUrl === undefined) return 'DATABASE_URL is not set: the connections of the service will not be seen';
  return `the connections of the service are counted at ${shownDatabase(databaseUrl)} (DATABASE_URL)`;
}

/**
 * Their runtimes, from services that are started for it. They are stopped, not killed: that is when Node writes its
 * compile cache, from which all later processes start.
 */
async function askStacks(lab: Lab, stacks: StackName[]): Promise<Partial<Record<StackName, Health>>> {
  await using running = await startServices(
    lab,
    stacks.map((stack) => ({ stack })),
    forVerifying,
  );
  const asked = running.services.map(async ({ stack, url }) => [stack, await askHealth(url)] as const);
  return Object.fromEntries(await Promise.all(asked));
}
