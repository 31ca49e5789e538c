/** An earlier commit of duet in a folder of its own, to be run beside the present code with the same packages. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findSide } from '../lab/side-code.ts';
import { repositoryRoot } from '../lab/source.ts';

export interface EarlierDuet extends AsyncDisposable {
  readonly commit: string;
  /** Holds the whole repository. */
  readonly dir: string;
}

export async function checkOutEarlier(commit: string): Promise<EarlierDuet> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-earlier-'));
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rmSync(dir, { recursive: true, force: true }));
  await (await findSide(commit, repositoryRoot)).copyTo(dir);
  for (const packages of ['node_modules', 'python/.venv']) {
    symlinkSync(path.join(repositoryRoot, packages), path.join(dir, packages));
  }
  const owned = resources.move();
  return { commit, dir, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
