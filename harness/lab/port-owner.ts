/** Who listens on the port that was chosen for a command: its own family, or somebody that duet may not end. */
import { isOurs, processInWords, userName } from './foreign-process.ts';
import { listenersOn, tellsListeners } from './listeners.ts';
import { type Family, familyMembers } from './process-family.ts';
import { groupOf } from './process-table.ts';

type PortOwner =
  /** One of the family listens; the group that it is in, which may not be the command's. */
  | { kind: 'family'; group: number }
  /** Somebody who listened there before. */
  | { kind: 'taken'; by: string }
  /** Somebody whom duet may not end, in words. */
  | { kind: 'foreign'; by: string };

/** @param family of a command whose port answers. */
export async function ownerOfPort(family: Family): Promise<PortOwner> {
  const unknown: PortOwner = { kind: 'family', group: family.group };
  const listeners = listenersOn(family.port);
  if (listeners === undefined) return unknown;
  if (listeners.length === 0) {
    const by = 'no process of this machine, but a container engine or another network namespace';
    return (await tellsListeners()) ? { kind: 'foreign', by } : unknown;
  }
  const members = new Set(familyMembers(family));
  const pids = listeners.flatMap((one) => one.pids);
  const own = pids.find((pid) => members.has(pid));
  if (own !== undefined) return { kind: 'family', group: groupOf(own) ?? family.group };
  const [first] = pids;
  if (first === undefined) {
    const stranger = listeners.find(({ uid }) => uid !== process.geteuid?.());
    // This user's own sockets are seen, and their processes are not: a kernel that does not tell.
    if (stranger === undefined) return unknown;
    return { kind: 'foreign', by: `a process that duet may not see, of ${userName(stranger.uid)}` };
  }
  return { kind: pids.every(isOurs) ? 'taken' : 'foreign', by: processInWords(first) };
}
