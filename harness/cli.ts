#!/usr/bin/env node
/**
 * The one entry. Before it runs anything Node strips the types of some four hundred files. The compile cache, beside the
 * installed packages, keeps the outcome, so that every command after the first answers in two thirds of the time. It is of
 * this process only: the services that are measured start as they always do.
 */
import module from 'node:module';
import path from 'node:path';
import './disposable-stack.ts';
import { EXIT } from './errors.ts';
import { cacheFolder, incompleteInstall, tooOldNode } from './install.ts';

const tooOld = tooOldNode();
if (tooOld === undefined) {
  module.enableCompileCache(path.join(cacheFolder, 'compiled'));
  try {
    const { main } = await import('./program.ts');
    await main();
  } catch (error) {
    const incomplete = incompleteInstall(error);
    if (incomplete === undefined) throw error;
    console.error(`duet: ${incomplete.message}\nduet: try: ${incomplete.hint}`);
    process.exitCode = incomplete.exitCode;
  }
} else {
  console.error(`duet: ${tooOld}`);
  process.exitCode = EXIT.environment;
}
