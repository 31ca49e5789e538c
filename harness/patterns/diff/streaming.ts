/** What reading a file piece by piece takes, in a fresh process each time: memory, too, is compared from its start. */
import { ensureFile } from '../../lab/files.ts';
import type { Phase } from '../pattern.ts';
import { streaming } from '../streaming.ts';

const [whole] = streaming.phases as [Phase];

export const streamingLoad: Phase = {
  ...whole,
  prepare: async (lab, { file_bytes }) => void (await ensureFile(lab.filesDir, file_bytes)),
  control: { variant: 'after', ifAlone: true, everyBlocks: 2 },
  expectedWarmUpMs: () => 0,
  // Its process is started for it, which the plan knows; what is left is the file, at 50 MB/s.
  expectedMs: (_variant, { file_bytes }) => file_bytes / 50e3 + 50,
};
