/** Names that profiles once had. Command lines and stored documents may still use them; nothing lists them. */
import type { ProfileName } from './names.ts';

const FORMER_NAMES: Readonly<Record<string, ProfileName>> = { seed: 'original' };

/** The present name of a profile, or the text as it is. */
export const presentProfile = (name: string): string =>
  Object.hasOwn(FORMER_NAMES, name) ? (FORMER_NAMES[name] as ProfileName) : name;

/** A document of which the profile, its own or that of the run in it, has its present name. */
export function withPresentProfile(document: unknown): unknown {
  if (!isObject(document)) return document;
  const { profile, run } = document;
  return {
    ...document,
    ...(typeof profile === 'string' && { profile: presentProfile(profile) }),
    ...(isObject(run) && { run: withPresentProfile(run) }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
