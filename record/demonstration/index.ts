/** The invented dossiers of the demonstration, one file each. */
import boatsAtNight from './boats-at-night.json' with { type: 'json' }
import childAtTheBridge from './child-at-the-bridge.json' with { type: 'json' }
import forgedBorderPasses from './forged-border-passes.json' with { type: 'json' }
import gamblingPayments from './gambling-payments.json' with { type: 'json' }
import groupAtTheTrail from './group-at-the-trail.json' with { type: 'json' }
import lorriesOffTheGate from './lorries-off-the-gate.json' with { type: 'json' }
import motorcycleGang from './motorcycle-gang.json' with { type: 'json' }
import organisersOfIllegalEntry from './organisers-of-illegal-entry.json' with { type: 'json' }
import type { Script } from './script.ts'
import telephoneFraudNumbers from './telephone-fraud-numbers.json' with { type: 'json' }
import warehouseRecords from './warehouse-records.json' with { type: 'json' }
import weaponsParts from './weapons-parts.json' with { type: 'json' }
import wildlifeParcels from './wildlife-parcels.json' with { type: 'json' }

export const scripts = [
  boatsAtNight,
  childAtTheBridge,
  forgedBorderPasses,
  gamblingPayments,
  groupAtTheTrail,
  lorriesOffTheGate,
  motorcycleGang,
  organisersOfIllegalEntry,
  telephoneFraudNumbers,
  warehouseRecords,
  weaponsParts,
  wildlifeParcels,
] as Script[]
