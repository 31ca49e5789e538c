/** Which machine a bench measured on. */
import os from 'node:os';

/** e.g. "AMD EPYC, 2 cores". */
export const machineName = (): string => `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores`;
