/** The burst of a tuning: more arrivals for a part of its window. The report prints it from here. */
export const BURST = {
  /** The rate in it, as a multiple of the usual one. */
  factor: 3,
  /** How long it lasts, as a share of the window. */
  share: 1 / 8,
} as const;
