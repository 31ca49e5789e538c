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
import { cacheFolder, tooOldNode } from './install.ts';

const tooOld = tooOldNode();
if (tooOld === undefined) {
  module.enableCompileCache(path.join(cacheFolder, 'compiled'));
  const { main } = await import('./program.ts');
  await main();
} else {
  console.error(`duet: ${tooOld}`);
  process.exitCode = EXIT.environment;
}
