/** What drives the loads of a run: the programs that were chosen, and duet's own driver where none was. */
import { type Drivers, ownDrivers } from '../load/driver.ts';
import type { DriverName } from '../results/schema.ts';
import type { FoundDriver } from './find.ts';
import { ohaDriver } from './oha.ts';
import type { DriverPlace } from './program.ts';
import { vegetaDriver } from './vegeta.ts';
import { wrkDriver } from './wrk.ts';

const OPENED: Readonly<Record<DriverName, (driver: FoundDriver, place: DriverPlace) => Partial<Drivers>>> = {
  vegeta: vegetaDriver,
  oha: ohaDriver,
  wrk: wrkDriver,
};

export const openDrivers = (chosen: readonly FoundDriver[], place: DriverPlace): Drivers =>
  Object.assign({}, ownDrivers, ...chosen.map((driver) => OPENED[driver.name](driver, place)));
