/** What `duet ab` asks for: two ways of one working tree in the place of two versions. */
import { partsOf, type Way, type Ways } from '../../options/ab.ts';
import type { TimedOptions } from '../../options/diff.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import type { Asked } from '../../requests/asking.ts';
import type { DiffService } from '../../results/schema.ts';
import type { ServiceCommands } from '../../service/commands.ts';
import type { ReadService } from '../../service/read-config.ts';
import { type DiffRequest, newHeader, OF_A_SERVICE } from './request.ts';

export function newAb(described: ReadService, ways: Ways, options: TimedOptions & { out: string }): DiffRequest {
  return {
    // Neither is the one that was there before.
    header: newHeader(options, { alerts: null, fail_on: 'never', strict: false, ...OF_A_SERVICE }, 'ab'),
    sides: { base: undefined, head: undefined },
    exactBase: false,
    accepted: [],
    evenIfEqual: true,
    sameAnswers: options.sameAnswers ?? false,
    service: { described, ownConfigs: false, ways },
    out: options.out,
  };
}

/** Both as the header of a diff has them. */
export const shownWays = ({ base, head }: Ways): NonNullable<DiffService['ways']> => ({
  ...{ a: base.shown, b: head.shown },
  parts: { a: partsOf(base), b: partsOf(head) },
});

/** The commands of a way: those of the service, but for what it has of its own. */
export const commandsOfWay = (commands: ServiceCommands, { start = commands.start, env }: Way): ServiceCommands => ({
  ...commands,
  start,
  env: { ...commands.env, ...env },
});

/** What either is asked: all requests, or the two that are compared, under one name. */
export function askedInWays(sides: BySide<Asked>, ways: Ways | undefined): BySide<Asked> {
  const [a, b] = [ways?.base.request, ways?.head.request];
  if (a === undefined || b === undefined) return sides;
  const only = ({ requests, ...others }: Asked, name: string): Asked => ({
    ...others,
    requests: requests.filter((one) => one.name === name).map((one) => ({ ...one, name: `${a}-vs-${b}` })),
  });
  return { base: only(sides.base, a), head: only(sides.head, b) };
}
