/** The names that everything else refers to, as they stand in documents, and the version of the format. */
import { Type } from 'typebox';
import { DIFF_PATTERNS, DIFF_STACKS, DRIVERS, PATTERNS, PLACEMENTS, PROFILES, SIDES, STACKS } from './name-lists.ts';

export * from './name-lists.ts';

export const SCHEMA_VERSION = 1;

export const PatternName = Type.Enum([...PATTERNS]);
export const StackName = Type.Enum([...STACKS]);
export const DiffPatternName = Type.Enum([...DIFF_PATTERNS]);
export const DiffStackName = Type.Enum([...DIFF_STACKS]);
export const SideName = Type.Enum([...SIDES]);
export const ProfileName = Type.Enum([...PROFILES]);
export const DriverName = Type.Enum([...DRIVERS]);
export const PlacementName = Type.Enum([...PLACEMENTS]);

export type PatternName = (typeof PATTERNS)[number];
export type StackName = (typeof STACKS)[number];
export type DiffPatternName = (typeof DIFF_PATTERNS)[number];
export type DiffStackName = (typeof DIFF_STACKS)[number];
export type ProfileName = (typeof PROFILES)[number];
export type DriverName = (typeof DRIVERS)[number];
export type PlacementName = (typeof PLACEMENTS)[number];
export type SideName = (typeof SIDES)[number];
