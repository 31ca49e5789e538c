/** A folder with the files of a test, and what is found when somebody looks for how its service is started. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Found } from '../../service/detect/found.ts';
import { lookAt } from '../../service/detect/look.ts';

export interface LookedAt extends Disposable {
  readonly dir: string;
  /** Writes these files, by their paths within the folder, and looks at it. */
  found(files: Readonly<Record<string, string>>): Found;
}

export function makeLookedAt(): LookedAt {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-look-'));
  return {
    dir,
    found(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
        writeFileSync(path.join(dir, file), text);
      }
      return lookAt(dir);
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true }),
  };
}
