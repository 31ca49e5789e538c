/** What a service shows of itself from outside: its processes, who of them takes requests, and who uses a database. */
import { databasePorts } from './database-ports.ts';
import { hasProc, readProc, readStat, STAT } from './proc.ts';
import { openFiles, tcpSockets } from './tcp-sockets.ts';

/** A process of a service. */
export interface ServiceProcess {
  pid: number;
  parent: number;
  /** Its command line without numbers, by which workers of one kind differ. */
  command: string;
  /** It has the socket open that listens on the port of the service, as supervisors have, too. */
  listens: boolean;
  /** Connections of clients that it has taken. */
  accepted: number;
  /** Connections that it has to PostgreSQL or to a pooler. */
  database: number;
}

/**
 * The processes of a service at this moment.
 * @param pids of all of them. @param port on which it is asked. @param databases ports: see database-ports.ts.
 * @returns undefined where the system does not tell.
 */
export function readService(
  pids: readonly number[],
  port: number,
  databases: ReadonlySet<number>,
): ServiceProcess[] | undefined {
  const sockets = hasProc ? tcpSockets() : undefined;
  if (sockets === undefined || pids.length === 0) return undefined;
  const linksOf = (chosen: typeof sockets) => new Set(chosen.map(({ link }) => link));
  const established = sockets.filter(({ state }) => state === 'established');
  const listening = linksOf(sockets.filter(({ state, localPort }) => state === 'listening' && localPort === port));
  const requests = linksOf(established.filter(({ localPort }) => localPort === port));
  const queries = linksOf(established.filter(({ remotePort }) => databases.has(remotePort)));
  return pids.flatMap((pid) => {
    const field = readStat(pid);
    if (field === undefined) return [];
    const files = [...new Set(openFiles(pid))];
    const countIn = (links: ReadonlySet<string>) => files.filter((file) => links.has(file)).length;
    return [
      {
        ...{
          pid,
          parent: Number(field(STAT.parent)),
          command: (readProc(`${pid}/cmdline`) ?? '').replaceAll(/\d+/g, ''),
        },
        listens: countIn(listening) > 0,
        accepted: countIn(requests),
        database: countIn(queries),
      },
    ];
  });
}

/**
 * Looks at a service again and again. The ports of its databases are found at the first look.
 * @param find the ids of its processes at this moment.
 */
export function serviceReader(find: () => number[], port: number): () => ServiceProcess[] | undefined {
  let databases: ReadonlySet<number> | undefined;
  return () => {
    const pids = find();
    databases ??= databasePorts(tcpSockets() ?? [], pids);
    return readService(pids, port, databases);
  };
}

/** What was seen at several moments, as one: of every process that is still there the most. */
export function mostSeen(looks: readonly (readonly ServiceProcess[])[]): ServiceProcess[] {
  return (looks.at(-1) ?? []).map(({ pid, ...last }) => {
    const seen = looks.flatMap((look) => look.filter((one) => one.pid === pid));
    return {
      ...{ pid, ...last },
      listens: seen.some(({ listens }) => listens),
      accepted: Math.max(...seen.map(({ accepted }) => accepted)),
      database: Math.max(...seen.map(({ database }) => database)),
    };
  });
}

/**
 * The processes that serve, each of which has a pool of its own: those that take requests (workers of uvicorn and gunicorn
 * share the socket that listens; workers of a Node cluster are handed the connections), unless others alone use the
 * database, as behind a proxy of the same command. Who starts them does not serve, whatever it has open. A worker that has
 * not come up yet is known by its likes.
 */
export function servingProcesses(all: readonly ServiceProcess[]): ServiceProcess[] {
  const isAsked = ({ listens, accepted }: ServiceProcess) => listens || accepted > 0;
  const asked = withoutSupervisors(all.filter(isAsked), all);
  const using = all.filter(({ database }) => database > 0);
  const isShared = asked.some(({ database }) => database > 0);
  const serving = using.length === 0 || isShared ? asked : withoutSupervisors(using, all);
  const isSibling = ({ parent, command }: ServiceProcess) =>
    serving.some((one) => one.parent === parent && one.command === command);
  return all.filter((one) => serving.includes(one) || (one.database === 0 && isSibling(one)));
}

/** Without those that are above another of them. */
function withoutSupervisors(some: readonly ServiceProcess[], all: readonly ServiceProcess[]): ServiceProcess[] {
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const above = new Set<number>();
  for (const { parent } of some) {
    for (let pid: number | undefined = parent; pid !== undefined && !above.has(pid); pid = parents.get(pid)) {
      above.add(pid);
    }
  }
  return some.filter(({ pid }) => !above.has(pid));
}
