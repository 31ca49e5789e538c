/** A plan that is carried out with phases and services that only pretend. */
import type { Lab, StartOptions } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import type { Measurement, Phase, TrialContext } from '../../patterns/pattern.ts';
import { profiles } from '../../patterns/profiles.ts';
import type { PlannedPhase, PlannedTrial } from '../../protocol/plan.ts';
import { runPlan } from '../../protocol/run.ts';
import type { Sample, StackName } from '../../results/schema.ts';

/** What happened since the last `forget`, in order: "start node", "warm before", "before", ... */
export const events: string[] = [];
export const samples: Sample[] = [];
export function forget(): void {
  events.length = 0;
  samples.length = 0;
}

export const trial = (number: number, variant: string, stack: StackName = 'node') => ({
  trial: number,
  stack,
  variant,
});
const planned: PlannedPhase = {
  block: 0,
  pattern: 'batching',
  phase: 0,
  trials: [trial(0, 'before'), trial(1, 'after'), trial(2, 'before')],
};

export const late: Measurement = { metrics: { time: 9 }, invalid: [{ rule: 'driver-late', detail: 'x' }] };
export const good: Measurement = { metrics: { time: 1 } };
export const died: Measurement = {
  metrics: {},
  failure: { status: 0, type: 'x', title: 'No answer', detail: 'reset' },
};

/** Runs the planned trials; each attempt finds the next of the outcomes, and a good one when there is none left. */
export async function run(
  outcomes: Measurement[],
  options: {
    fresh?: Phase['fresh'];
    labDies?: boolean;
    trials?: PlannedTrial[];
    more?: PlannedTrial[];
    goesOn?: (planned: PlannedPhase) => boolean;
    isOver?: () => boolean;
    isWorthRepeating?: (trials: readonly Sample[]) => boolean;
    inTurns?: boolean;
  } = {},
) {
  const {
    fresh = 'per-block',
    labDies = false,
    trials = planned.trials,
    more,
    goesOn = () => true,
    isOver = () => false,
    isWorthRepeating,
    inTurns = false,
  } = options;
  let labDeath: string | undefined;
  const startService = async (stack: StackName, { side, source, logName }: StartOptions = {}): Promise<Service> => {
    let death: string | undefined;
    const name =
      side === undefined ? stack : `${logName?.replace(/^block-1-(\+?batching-pretended)+-/, '')} in ${source?.root}`;
    events.push(`start ${name}`);
    const service = {
      ...{ stack, ...(side && { side }), url: 'http://127.0.0.1:9', pid: 0, death: () => death, stop: async () => {} },
      kill: async () => void events.push(`kill ${name}`),
      die: () => (death = `the ${stack} service was ended by SIGKILL; the end of its log:\n    ouch`),
    };
    return service as unknown as Service;
  };
  const lab = { startService, death: () => labDeath, ownership: { missing: 'x' } } as unknown as Lab;
  const phase: Phase = {
    ...{ name: 'pretended', start: {}, fresh, trialsPerBlock: () => 1, expectedMs: () => 0 },
    warmUp: async ({ variant, service }) => void events.push(`warm ${variant}${ofSide(service)}`),
    async trial({ service, variant }: TrialContext) {
      events.push(`${variant}${ofSide(service)}`);
      const outcome = outcomes.shift() ?? good;
      if (outcome === died) (service as unknown as { die(): void }).die();
      if (outcome === died && labDies) labDeath = 'PostgreSQL was ended by SIGKILL';
      return outcome;
    },
    ...(inTurns && {
      inTurns: (contexts) => {
        events.push('in turns:');
        return Promise.all(contexts.map((context) => phase.trial(context)));
      },
    }),
  };
  const next: PlannedPhase[] = more === undefined ? [] : [{ ...planned, continues: true, trials: more }];
  await runPlan([{ ...planned, trials }, ...next], {
    ...{ lab, sizes: profiles.smoke.sizes, signal: new AbortController().signal, onBusyMachine: 'invalid' },
    phasesOf: () => [phase],
    sourceOf: (side) => ({ root: `/${side}`, node: 'node', python: 'python' }),
    goesOn,
    isOver,
    ...(isWorthRepeating && { isWorthRepeating }),
    beforePhase: ({ block }) => void events.push(`before block ${block + 1}`),
    onTrial: () => {},
    onSample: (sample) => samples.push(sample),
    onPhaseDone: () => events.push('done'),
  });
}

const ofSide = ({ side }: Service) => (side === undefined ? '' : ` of ${side}`);

export const attempts = () =>
  samples.map(({ trial: number, attempt = 1, invalid }) => [number, attempt, invalid?.[0]?.rule]);
