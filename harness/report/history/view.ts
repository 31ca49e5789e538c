/** What a page and a terminal say of a history beside its gains. */
import { MOST_SHOWN, type TrendView } from '../../results/trends.ts';
import { counted, instant } from '../kit/format.ts';

/** How many runs, from when to when, and what changed between them beside the services. */
export function factLines({ service, profile, entries, others, breaks, moves }: TrendView): string[] {
  const [first, last] = [entries.at(0), entries.at(-1)];
  const named = service === undefined ? '' : `${service}: `;
  const more = others.map((other) => `${counted(other.runs, 'run')} of ${other.profile} not shown`);
  return [
    `${named}${counted(entries.length, 'run')} of the ${profile} profile, ${instant(first?.finished_at ?? '')} to ${instant(last?.finished_at ?? '')}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`,
    ...(entries.length > MOST_SHOWN
      ? [`The newest ${MOST_SHOWN} are shown. What is expected rests on all that were measured in the same way.`]
      : []),
    ...(breaks.length > 0
      ? [`How duet measures changed ${times(breaks.length)}: gains before and after a change do not form one trend.`]
      : []),
    ...(moves.length > 0
      ? [
          `The environment changed ${times(moves.length)}, which may cause a step. The newest run is compared with runs in the same environment, if there are any.`,
        ]
      : []),
  ];
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
