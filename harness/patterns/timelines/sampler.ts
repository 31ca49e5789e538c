/** Looking at something again and again, evenly, and never more often than can be drawn. */

/** Every second one goes when there are more; an even number, so that the last one stays. */
const MOST_LOOKS = 200;
const FIRST_INTERVAL_MS = 2;

export interface Look<Seen> {
  /** As of performance.now(). */
  atMs: number;
  seen: Seen;
}

export interface Sampler<Seen> {
  /** Looks once more, and ends. */
  end(): Look<Seen>[];
}

/** Looks at once, and then in an interval that grows with the time. */
export function startSampler<Seen>(look: () => Seen): Sampler<Seen> {
  let looks: Look<Seen>[] = [];
  let intervalMs = FIRST_INTERVAL_MS;
  let timer: NodeJS.Timeout;
  const take = () => looks.push({ atMs: performance.now(), seen: look() });
  const goOn = () => {
    take();
    ({ looks, intervalMs } = thinned(looks, intervalMs));
    timer = setTimeout(goOn, intervalMs);
  };
  goOn();
  return {
    end() {
      clearTimeout(timer);
      take();
      return looks;
    },
  };
}

/** With every second one and twice the interval, once there are too many. The first and the last one stay. */
function thinned<Seen>(looks: Look<Seen>[], intervalMs: number): { looks: Look<Seen>[]; intervalMs: number } {
  if (looks.length <= MOST_LOOKS) return { looks, intervalMs };
  return { looks: looks.filter((_, at) => at % 2 === 0), intervalMs: 2 * intervalMs };
}
