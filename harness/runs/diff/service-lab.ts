/** What stands around the services of a reader's, as trials, counting and reading shapes need it. */
import { silenceOf } from '../../lab/database-silence.ts';
import type { TrialLab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import type { SideName } from '../../results/schema.ts';
import type { ServiceSides } from '../../service/sides.ts';

export interface ServiceLab {
  readonly sides: ServiceSides;
  readonly trials: TrialLab;
  start(side: SideName, options: { via: 'direct' | 'proxy'; logName: string }): Promise<Service<'service'>>;
}

/** Finding the processes of a service takes milliseconds: questions that come together get one answer. */
const TOGETHER_MS = 20;

export function openServiceLab(sides: ServiceSides): ServiceLab {
  const start: ServiceLab['start'] = async (side, options) => {
    const service = await sides.start(side, options);
    let known: number[] = [];
    let foundMs = Number.NEGATIVE_INFINITY;
    return {
      ...service,
      processes() {
        if (performance.now() - foundMs > TOGETHER_MS) {
          known = service.processes();
          foundMs = performance.now();
        }
        return known;
      },
    };
  };
  return {
    sides,
    start,
    trials: {
      ownership: sides.ownership,
      startService: (_stack, { side = 'head', via, logName = `service-${sides.names[side]}` } = {}) =>
        start(side, { via: via === 'proxy' ? via : 'direct', logName }),
      death: () => sides.death(),
      silence: async () => sides.server && (await silenceOf(sides.server.url)),
    },
  };
}
