/** The names that can be typed and stored, as lists: of patterns, stacks, profiles, and of what can be tuned. */

export const PATTERNS = ['parallel', 'streaming', 'workers', 'batching', 'pooling'] as const;
export const STACKS = ['node', 'python'] as const;
/** What a diff measures: the five patterns, or the requests of a reader's service, each of which is a variant. */
export const DIFF_PATTERNS = [...PATTERNS, 'request'] as const;
/** What a diff starts: the two services of duet, or that of the reader. */
export const DIFF_STACKS = [...STACKS, 'service'] as const;
/** What the others of a pattern are compared with. */
export const BASELINE = 'before';
/** The best way that a stack has, where that is another than `after`: a run times it, a diff only counts it. */
export const BEST = 'after-best';
/** The two things that a diff compares. */
export const SIDES = ['base', 'head'] as const;
/** Programs that others wrote, and that can drive loads in place of duet. */
export const DRIVERS = ['vegeta', 'oha', 'wrk'] as const;
export const PROFILES = ['smoke', 'quick', 'standard', 'original'] as const;

/** How a run places its processes on cores. */
export const PLACEMENTS = ['service-apart', 'database-apart', 'shared'] as const;
export const DEFAULT_PLACEMENT = 'service-apart';

export const WORKLOADS = ['cpu', 'slow', 'hold', 'fanout', 'mix'] as const;
export const ARRIVALS = ['steady', 'poisson', 'bursty'] as const;
/** How a route is written: `def` routes of Python run on a pool of threads; Node knows only `async`. */
export const FORMS = ['async', 'def'] as const;
